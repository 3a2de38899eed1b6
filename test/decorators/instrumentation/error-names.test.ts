import { expect, test } from "vitest";
import {
  bind,
  CountCalls,
  CountExceptions,
  counter,
  gauge,
  InProgress,
  onError,
  Registry,
} from "../../../src/index.js";
import { shown } from "../reading.js";

class Odd extends Error {}

/** Returns an error with another name. */
function named(error: Error, name: unknown): Error {
  return Object.defineProperty(error, "name", { value: name });
}

test.each<[string, unknown]>([
  ["RangeError", new RangeError("x")],
  ["Odd", new Odd("x")],
  ["Renamed", named(new Odd("x"), "Renamed")],
  ["Odd", named(new Odd("x"), "")],
  ["Odd", named(new Odd("x"), 5)],
  ["Error", new Error("x")],
  ["Error", Object.create(null)],
  ["Object", {}],
  ["Given", { name: "Given" }],
  ["string", "x"],
  ["undefined", undefined],
  ["object", null],
  ["function", () => {}],
])("the label exception is %s for %o", async (exception, error) => {
  class Work {
    @CountExceptions()
    run() {
      throw error;
    }
  }
  const registry = new Registry();
  using _ = bind(Work, registry);
  let thrown: unknown = "nothing";
  try {
    new Work().run();
  } catch (caught) {
    thrown = caught;
  }
  expect(thrown === error).toBe(true);
  expect(await shown(registry)).toEqual({
    [`method_exceptions_total{class=Work,method=run,exception=${exception}}`]: 1,
  });
});

test("a method whose symbol has no description is named by brackets", async () => {
  const key: unique symbol = Symbol();
  class Work {
    @CountCalls()
    [key]() {}
  }
  const registry = new Registry();
  using _ = bind(Work, registry);
  new Work()[key]();
  expect(await shown(registry)).toEqual({ "method_calls_total{class=Work,method=[]}": 1 });
});

test("the labels of calls in progress cannot read the duration, and the report says so", () => {
  const reported: string[] = [];
  onError((error) => reported.push(error.message));
  const running = gauge({ name: "running", help: "Running.", labelNames: ["long"] });
  class Work {
    @InProgress(running, { labels: (call) => ({ long: String((call as { seconds?: number }).seconds) }) })
    run() {
      return "result";
    }
  }
  using _ = bind(Work, new Registry());
  expect(new Work().run()).toBe("result");
  onError(undefined);
  expect(reported).toEqual([expect.stringContaining("seconds is not known before the call has ended")]);
});

test("calls are counted at their end if the exemplar reads the outcome", async () => {
  const calls = counter({ name: "calls_total", help: "Calls." });
  const ends: (() => void)[] = [];
  class Work {
    @CountCalls(calls, { exemplar: ({ outcome }) => ({ ok: String(outcome.ok) }) })
    run() {
      return new Promise<void>((resolve) => ends.push(resolve));
    }
  }
  const registry = new Registry();
  using _ = bind(Work, registry);
  const running = [new Work().run(), new Work().run()];
  expect(await shown(registry)).toEqual({});
  for (const end of ends) end();
  await Promise.all(running);
  expect(await shown(registry)).toEqual({ calls_total: 2 });
});
