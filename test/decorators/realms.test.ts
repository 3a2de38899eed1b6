import { AssertionError } from "node:assert";
import { runInNewContext } from "node:vm";
import { describe, expect, test } from "vitest";
import { CountExceptions, type CountExceptionsOptions, Counter, onError } from "../../src/index.js";

// In Jest, the classes of Node.js belong to another realm than the test. Elsewhere, a new context is another realm.
const foreign = runInNewContext(`({
  Error,
  TypeError,
  RangeError,
  AggregateError,
  Own: class Own extends TypeError {},
  Named: class TypeError extends Error {},
})`) as {
  readonly Error: ErrorConstructor;
  readonly TypeError: TypeErrorConstructor;
  readonly RangeError: RangeErrorConstructor;
  readonly AggregateError: AggregateErrorConstructor;
  readonly Own: TypeErrorConstructor;
  readonly Named: ErrorConstructor;
};

/** The error that a function throws. */
function thrownBy(run: () => unknown): unknown {
  try {
    return run();
  } catch (error) {
    return error;
  }
}

/** Whether a method that throws the error is counted. */
function isCounted(only: CountExceptionsOptions, error: unknown): boolean {
  const failures = new Counter({ name: "failures_total", help: "Failures.", registry: null });
  class Service {
    @CountExceptions(failures, only)
    run(): void {
      throw error;
    }
  }
  expect(thrownBy(() => new Service().run())).toBe(error);
  return failures.get() === 1;
}

describe("the option only", () => {
  test("accepts error classes of Node.js in any realm", () => {
    const failed = new AssertionError({ message: "no" });
    expect(isCounted({ only: AssertionError }, failed)).toBe(true);
    expect(isCounted({ only: AssertionError }, new Error("no"))).toBe(false);
    const aborted = new DOMException("left", "AbortError");
    expect(isCounted({ only: DOMException }, aborted)).toBe(true);
    expect(isCounted({ only: DOMException }, new Error("no"))).toBe(false);
    expect(isCounted({ only: Error }, failed)).toBe(true);
    expect(isCounted({ only: Error }, aborted)).toBe(true);
  });

  test("with a built-in class matches the class of every realm", () => {
    expect(isCounted({ only: TypeError }, new foreign.TypeError("no"))).toBe(true);
    expect(isCounted({ only: foreign.TypeError }, new TypeError("no"))).toBe(true);
    expect(isCounted({ only: TypeError }, new foreign.RangeError("no"))).toBe(false);
    expect(isCounted({ only: AggregateError }, new foreign.AggregateError([], "no"))).toBe(true);
    expect(isCounted({ only: Error }, new foreign.TypeError("no"))).toBe(true);
    expect(isCounted({ only: Error }, "no error")).toBe(false);
  });

  test("with a built-in class matches errors that Node.js throws", () => {
    const error = thrownBy(() => new URL("no url"));
    expect((error as Error).name).toBe("TypeError");
    expect(isCounted({ only: TypeError }, error)).toBe(true);
    expect(isCounted({ only: RangeError }, error)).toBe(false);
    expect(
      isCounted(
        { only: RangeError },
        thrownBy(() => Buffer.alloc(-1)),
      ),
    ).toBe(true);
  });

  test("with a built-in class matches derived errors of another realm", () => {
    expect(isCounted({ only: TypeError }, new foreign.Own("no"))).toBe(true);
    expect(isCounted({ only: Error }, new foreign.Own("no"))).toBe(true);
  });

  test("with a user's class does not match another class with its name", () => {
    class Own extends TypeError {}
    expect(isCounted({ only: Own }, new Own("no"))).toBe(true);
    expect(isCounted({ only: Own }, new foreign.Own("no"))).toBe(false);
    expect(isCounted({ only: TypeError }, new foreign.Named("no"))).toBe(false);
    expect(isCounted({ only: foreign.Named }, new TypeError("no"))).toBe(false);
    expect(isCounted({ only: foreign.Named }, new foreign.Named("no"))).toBe(true);
  });
});

test("the option except with a built-in class matches errors of other realms", () => {
  expect(isCounted({ except: TypeError }, new foreign.TypeError("no"))).toBe(false);
  expect(isCounted({ except: TypeError }, new foreign.RangeError("no"))).toBe(true);
});

test("an error of another realm is reported unchanged", () => {
  const reported: Error[] = [];
  const thrown = new foreign.TypeError("the labels are unknown");
  const calls = new Counter({ name: "calls_total", help: "Calls.", labelNames: ["kind"], registry: null });
  class Service {
    @CountExceptions(calls, {
      labels: () => {
        throw thrown;
      },
    })
    run(): void {
      throw new Error("no");
    }
  }
  onError((error) => reported.push(error));
  try {
    expect(() => new Service().run()).toThrow("no");
  } finally {
    onError(undefined);
  }
  expect(reported).toEqual([thrown]);
  expect(reported[0]).toBe(thrown);
});
