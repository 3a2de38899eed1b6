import { promisify } from "node:util";
import { expect, test } from "vitest";
import { CountExceptions, InProgress, Timer } from "../../../src/index.js";
import { fakeClock } from "../../../src/testing/fake-clock.js";
import { bindAlone, callSpecs } from "../bound-class.js";
import { sum } from "../reading.js";

type Callback = (error: Error | null, text?: string) => void;

const { seconds, running, failures } = callSpecs("called_back");
const until = { until: "callback" } as const;

class Files {
  pending: Callback | undefined;

  @Timer(seconds, until)
  @InProgress(running, until)
  @CountExceptions(failures, until)
  read(path: string, callback?: Callback): unknown {
    if (path === "") throw new TypeError("no path");
    this.pending = callback;
    return callback === undefined ? Promise.resolve(path) : this;
  }
}

function setUp() {
  return { ...bindAlone(Files, [seconds, running, failures]), files: new Files() };
}

test("a call ends once, with the first call of its callback", () => {
  using clock = fakeClock();
  using set = setUp();
  const heard: unknown[] = [];
  const callback = function (this: unknown, ...args: unknown[]) {
    heard.push(this, ...args);
    return "heard";
  };
  expect(set.files.read("a", callback)).toBe(set.files);
  expect(set.read()).toEqual([0, 1, 0]);
  clock.advance(3);
  expect(set.files.pending?.call("self", null, "text")).toBe("heard");
  set.files.pending?.call(undefined, null);
  expect(heard).toEqual(["self", null, "text", undefined, null]);
  expect(set.read()).toEqual([1, 0, 0]);
  expect(sum(set.registry, seconds)).toBe(3);
});

test("a callback with an error as the first argument counts as a failure", () => {
  using set = setUp();
  set.files.read("a", () => {});
  set.files.pending?.(new Error("broken"));
  expect(set.read()).toEqual([1, 0, 1]);
});

test("an error that is thrown before the callback is called counts as a failure, once", () => {
  using set = setUp();
  expect(() => set.files.read("", () => {})).toThrow("no path");
  expect(set.read()).toEqual([1, 0, 1]);
});

test("a call without a callback ends when its result does", async () => {
  using set = setUp();
  const result = set.files.read("a");
  expect(set.read()).toEqual([0, 1, 0]);
  expect(await result).toBe("a");
  expect(set.read()).toEqual([1, 0, 0]);
});

test("the callback that the method receives has the name and length of the caller's callback", () => {
  using set = setUp();
  set.files.read("a", function named(_error, _text) {});
  expect([set.files.pending?.name, set.files.pending?.length]).toEqual(["named", 2]);
});

test("a measured method can be promisified", async () => {
  using set = setUp();
  const read = promisify((path: string, callback: Callback) => {
    set.files.read(path, callback);
    set.files.pending?.(null, "text");
  });
  expect(await read("a")).toBe("text");
  expect(set.read()).toEqual([1, 0, 0]);
});
