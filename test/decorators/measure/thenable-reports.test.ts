import { expect, test } from "vitest";
import { bind, Counter, countExceptions, histogram, Registry, Timer, timed } from "../../../src/index.js";
import { shown } from "../reading.js";
import { recordedReports } from "../recorded-reports.js";

const reported = recordedReports();

const seconds = histogram({ name: "query_seconds", help: "Time." });
// biome-ignore lint/suspicious/noThenProperty: the test needs a thenable
const thenable = () => ({ then() {} });
const told = (what: string) => [
  `query_seconds NARTHEX_UNMEASURED_THENABLE: ${what} returned a thenable, and was measured only until it returned. Set until: "end" in its decorators to measure until the thenable settles.`,
];

test("the report of a thenable names the method of a class without a name", () => {
  class Users {
    @Timer(seconds)
    find() {
      return thenable();
    }
  }
  Object.defineProperty(Users, "name", { value: "" });
  using _ = bind(Users, new Registry());
  new Users().find();
  expect(reported).toEqual(told("find"));
});

test("the report of a thenable names a function", () => {
  timed(seconds, function find() {
    return thenable();
  })();
  expect(reported).toEqual(told("find"));
});

test("the report of a thenable says so if the function has no name", () => {
  timed(
    seconds,
    (
      () => () =>
        thenable()
    )(),
  )();
  expect(reported).toEqual(told("a function"));
});

test("the report of a thenable is made for calls that a function of the call admits", () => {
  timed(seconds, thenable, { when: () => true })();
  expect(reported).toEqual(told("thenable"));
});

test("an object whose `then` is no function is not counted as a thenable", async () => {
  const registry = new Registry();
  const failures = new Counter({ name: "failures_total", help: "Failures.", registry });
  // biome-ignore lint/suspicious/noThenProperty: the test needs an object like a thenable
  countExceptions(failures, () => ({ then: "later" }))();
  expect([await shown(registry), reported]).toEqual([{}, []]);
});

test("an async iterable that cannot be measured is not reported as a thenable", async () => {
  class Rows {
    async *[Symbol.asyncIterator]() {
      yield 1;
    }
  }
  const registry = new Registry();
  const failures = new Counter({ name: "failures_total", help: "Failures.", registry });
  countExceptions(failures, () => Object.freeze(new Rows()), { until: "end" })();
  expect([await shown(registry), reported]).toEqual([{}, []]);
});
