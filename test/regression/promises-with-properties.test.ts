import { AsyncLocalStorage } from "node:async_hooks";
import { type ExecException, exec } from "node:child_process";
import { promisify } from "node:util";
import { runInNewContext } from "node:vm";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { Counter, countExceptions, Gauge, Histogram, timed, trackInProgress } from "../../src/index.js";

type Until = "end" | undefined;

function setUp(until: Until) {
  const seconds = new Histogram({ name: "ran_seconds", help: "Time.", registry: null });
  const running = new Gauge({ name: "runs_in_progress", help: "Running.", registry: null });
  const failures = new Counter({ name: "runs_failed_total", help: "Failures.", registry: null });
  const options = until === undefined ? {} : { until };
  const measured = <F extends (...args: never[]) => unknown>(fn: F): F =>
    timed(seconds, trackInProgress(running, countExceptions(failures, fn, options), options), options);
  return { measured, read: () => [seconds.get()?.count, running.get(), failures.get()] };
}

/** What Node.js tells about rejections while a test runs, instead of vitest's own listeners. */
const unhandled: unknown[] = [];
let others: NodeJS.UnhandledRejectionListener[] = [];
const note = (reason: unknown) => void unhandled.push(reason);
const turn = () => new Promise((resolve) => setImmediate(() => setImmediate(resolve)));

beforeEach(() => {
  unhandled.length = 0;
  others = process.listeners("unhandledRejection");
  process.removeAllListeners("unhandledRejection");
  process.on("unhandledRejection", note);
});

afterEach(() => {
  process.removeListener("unhandledRejection", note);
  for (const listener of others) process.on("unhandledRejection", listener);
});

describe.each<Until>(["end", undefined])("a native promise with properties of its own, until %s:", (until) => {
  const run = promisify(exec);

  test("a command of promisify(exec) that fails is observed once, as a failure", async () => {
    const { measured, read } = setUp(until);
    const failing = measured((command: string) => run(command))("exit 3");
    expect(read()).toEqual([0, 1, 0]);
    expect(failing.child.pid).toBeGreaterThan(0);
    const error = await failing.catch((reason: ExecException) => reason);
    expect(error).toMatchObject({ code: 3, cmd: "exit 3" });
    expect(read()).toEqual([1, 0, 1]);
  });

  test("one that succeeds gives the same result", async () => {
    const { measured, read } = setUp(until);
    expect(await measured((command: string) => run(command))("echo hi")).toEqual({ stdout: "hi\n", stderr: "" });
    expect(read()).toEqual([1, 0, 0]);
  });

  test("all that was put on it is kept", async () => {
    const { measured } = setUp(until);
    const promise = Object.defineProperty(Object.assign(Promise.resolve(1), { tag: "a" }), "hidden", { value: 2 });
    const result = measured(() => promise)();
    expect(Object.keys(result)).toEqual(["tag"]);
    expect(Object.getOwnPropertyDescriptors(result)).toEqual(Object.getOwnPropertyDescriptors(promise));
    expect(await result).toBe(1);
  });

  test("a rejection that nobody handles stays unhandled", async () => {
    const { measured, read } = setUp(until);
    const error = new Error("nobody");
    void measured(() => Object.assign(Promise.reject(error), { tag: "a" }))();
    await turn();
    expect(unhandled).toEqual([error]);
    expect(read()).toEqual([1, 0, 1]);
  });

  test("one of another realm is measured too", async () => {
    const { measured, read } = setUp(until);
    const result = measured(() => runInNewContext("Object.assign(Promise.resolve(7), { tag: 'a' })"))();
    expect([result.tag, read()]).toEqual(["a", [0, 1, 0]]);
    expect(await result).toBe(7);
    expect(read()).toEqual([1, 0, 0]);
  });

  test("one whose prototype was replaced is measured too", async () => {
    const { measured, read } = setUp(until);
    const prototype = Object.create(Promise.prototype, { extra: { value: 1 } });
    const result = measured(() => Object.setPrototypeOf(Promise.resolve(7), prototype))();
    expect([result.extra, read()]).toEqual([1, [0, 1, 0]]);
    expect(await result).toBe(7);
    expect(read()).toEqual([1, 0, 0]);
  });
});

describe.each<Until>(["end", undefined])("a native promise with methods of its own, until %s:", (until) => {
  /** Answers as clients do whose promise of a response has shortcuts to its body. */
  function request(fails: boolean) {
    const response = (async () => {
      await undefined;
      if (fails) throw new Error("refused");
      return "body";
    })();
    return Object.assign(response, { parsed: async () => [await response] });
  }

  test("stays the object that it is, for its methods may use it", async () => {
    const { measured, read } = setUp(until);
    const promise = request(false);
    const result = measured(() => promise)();
    expect([result === promise, read()]).toEqual([true, [0, 1, 0]]);
    expect(await result.parsed()).toEqual(["body"]);
    expect(read()).toEqual([1, 0, 0]);
  });

  test("what it gives is not replaced either", async () => {
    const { measured, read } = setUp(until);
    const stream = new Response("body").body;
    const result = measured(() => Object.assign(Promise.resolve(stream), { cancel: () => {} }))();
    expect((await result)?.locked).toBe(false);
    expect(read()).toEqual([1, 0, 0]);
  });

  test("a failure that is handled through a method is not unhandled, and counts once", async () => {
    const { measured, read } = setUp(until);
    await expect(measured(request)(true).parsed()).rejects.toThrow("refused");
    await turn();
    expect([unhandled, read()]).toEqual([[], [1, 0, 1]]);
  });

  test("an own `then` is not called by measuring", async () => {
    const { measured, read } = setUp(until);
    let calls = 0;
    const promise = Object.assign(Promise.resolve(1), {
      // biome-ignore lint/suspicious/noThenProperty: that is what is tested
      then: (done: (one: number) => void) => done(++calls),
    });
    expect(measured(() => promise)()).toBe(promise);
    await turn();
    expect([calls, read()]).toEqual([0, [1, 0, 0]]);
  });
});

describe.each<Until>(["end", undefined])(
  "what is hidden on a native promise, or under a symbol, until %s:",
  (until) => {
    const storage = new AsyncLocalStorage();
    const tag = Symbol("tag");
    const hidden = "then";
    const hiding = (what: PropertyDescriptor) => Object.defineProperty(Promise.resolve(1), hidden, what);

    test.each([
      ["a hidden `then` that never answers", { value: () => {} }],
      ["a hidden `then` that is no method", { value: 5 }],
    ])("%s is not used by measuring", async (_, property) => {
      const { measured, read } = setUp(until);
      const result = measured(() => hiding(property))();
      await result;
      expect(read()).toEqual([1, 0, 0]);
    });

    test.each(["without", "with"])(
      "an async iterator keeps the promise the object that it is, %s AsyncLocalStorage",
      (how) => {
        const { measured, read } = setUp(until);
        async function* rows(): AsyncGenerator<number> {
          yield 1;
        }
        async function use() {
          const promise = Object.assign(Promise.resolve(1), { [Symbol.asyncIterator]: rows });
          const result = measured(() => promise)();
          expect(result).toBe(promise);
          await result;
          expect(read()).toEqual([1, 0, 0]);
        }
        return how === "with" ? storage.run(use, use) : use();
      },
    );

    test("a property under a symbol is kept beside one with a name", async () => {
      const { measured, read } = setUp(until);
      const result = measured(() => Object.assign(Promise.resolve(1), { name: "rows", [tag]: "a" }))();
      expect([result[tag], await result, read()]).toEqual(["a", 1, [1, 0, 0]]);
    });

    test("a rejection stays unhandled where AsyncLocalStorage holds a function", async () => {
      const { measured, read } = setUp(until);
      const error = new Error("nobody");
      storage.run(setUp, () => void measured(() => Promise.reject(error))());
      await turn();
      expect([unhandled, read()]).toEqual([[error], [1, 0, 1]]);
    });
  },
);

describe("Histogram.time", () => {
  test("keeps what was put on the promise", async () => {
    const seconds = new Histogram({ name: "ran_seconds", help: "Time.", registry: null });
    const running = seconds.time(() => promisify(exec)("echo hi"));
    expect(running.child.pid).toBeGreaterThan(0);
    expect(await running).toEqual({ stdout: "hi\n", stderr: "" });
    expect(seconds.get()?.count).toBe(1);
  });

  test("leaves a promise with methods as it is", async () => {
    const seconds = new Histogram({ name: "ran_seconds", help: "Time.", registry: null });
    const promise = Object.assign(Promise.resolve(1), { cancel: () => {} });
    expect(seconds.time(() => promise)).toBe(promise);
    expect(seconds.get()?.count).toBe(0);
    await promise;
    expect(seconds.get()?.count).toBe(1);
  });
});
