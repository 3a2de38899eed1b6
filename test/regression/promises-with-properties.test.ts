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

/** The unhandled rejections that Node.js reports during a test; vitest's own listeners are removed. */
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

describe.each<Until>(["end", undefined])("measured until %s, a native promise with own properties", (until) => {
  const run = promisify(exec);

  test("from promisify(exec) counts one failure if the command fails", async () => {
    const { measured, read } = setUp(until);
    const failing = measured((command: string) => run(command))("exit 3");
    expect(read()).toEqual([0, 1, 0]);
    expect(failing.child.pid).toBeGreaterThan(0);
    const error = await failing.catch((reason: ExecException) => reason);
    expect(error).toMatchObject({ code: 3, cmd: "exit 3" });
    expect(read()).toEqual([1, 0, 1]);
  });

  test("from promisify(exec) has the same result if the command succeeds", async () => {
    const { measured, read } = setUp(until);
    expect(await measured((command: string) => run(command))("echo hi")).toEqual({ stdout: "hi\n", stderr: "" });
    expect(read()).toEqual([1, 0, 0]);
  });

  test("keeps all its properties", async () => {
    const { measured } = setUp(until);
    const promise = Object.defineProperty(Object.assign(Promise.resolve(1), { tag: "a" }), "hidden", { value: 2 });
    const result = measured(() => promise)();
    expect(Object.keys(result)).toEqual(["tag"]);
    expect(Object.getOwnPropertyDescriptors(result)).toEqual(Object.getOwnPropertyDescriptors(promise));
    expect(await result).toBe(1);
  });

  test("stays unhandled if it is rejected and has no handler", async () => {
    const { measured, read } = setUp(until);
    const error = new Error("unhandled");
    void measured(() => Object.assign(Promise.reject(error), { tag: "a" }))();
    await turn();
    expect(unhandled).toEqual([error]);
    expect(read()).toEqual([1, 0, 1]);
  });

  test("from another realm is measured too", async () => {
    const { measured, read } = setUp(until);
    const result = measured(() => runInNewContext("Object.assign(Promise.resolve(7), { tag: 'a' })"))();
    expect([result.tag, read()]).toEqual(["a", [0, 1, 0]]);
    expect(await result).toBe(7);
    expect(read()).toEqual([1, 0, 0]);
  });

  test("with another prototype is measured too", async () => {
    const { measured, read } = setUp(until);
    const prototype = Object.create(Promise.prototype, { extra: { value: 1 } });
    const result = measured(() => Object.setPrototypeOf(Promise.resolve(7), prototype))();
    expect([result.extra, read()]).toEqual([1, [0, 1, 0]]);
    expect(await result).toBe(7);
    expect(read()).toEqual([1, 0, 0]);
  });
});

describe.each<Until>(["end", undefined])("measured until %s, a native promise with own methods", (until) => {
  /** A response promise with a shortcut to its body, as some HTTP clients return it. */
  function request(fails: boolean) {
    const response = (async () => {
      await undefined;
      if (fails) throw new Error("refused");
      return "body";
    })();
    return Object.assign(response, { parsed: async () => [await response] });
  }

  test("is returned itself, because its methods may use it", async () => {
    const { measured, read } = setUp(until);
    const promise = request(false);
    const result = measured(() => promise)();
    expect([result === promise, read()]).toEqual([true, [0, 1, 0]]);
    expect(await result.parsed()).toEqual(["body"]);
    expect(read()).toEqual([1, 0, 0]);
  });

  test("keeps the stream that it resolves with", async () => {
    const { measured, read } = setUp(until);
    const stream = new Response("body").body;
    const result = measured(() => Object.assign(Promise.resolve(stream), { cancel: () => {} }))();
    expect((await result)?.locked).toBe(false);
    expect(read()).toEqual([1, 0, 0]);
  });

  test("counts one failure, and is not unhandled, if the failure is handled through a method", async () => {
    const { measured, read } = setUp(until);
    await expect(measured(request)(true).parsed()).rejects.toThrow("refused");
    await turn();
    expect([unhandled, read()]).toEqual([[], [1, 0, 1]]);
  });

  test("has its own then method called by its users only", async () => {
    const { measured, read } = setUp(until);
    let calls = 0;
    const promise = Object.assign(Promise.resolve(1), {
      // biome-ignore lint/suspicious/noThenProperty: the test is about such a property
      then: (done: (one: number) => void) => done(++calls),
    });
    expect(measured(() => promise)()).toBe(promise);
    await turn();
    expect([calls, read()]).toEqual([0, [1, 0, 0]]);
  });
});

describe.each<Until>(["end", undefined])(
  "measured until %s, a native promise with hidden or symbol properties",
  (until) => {
    const storage = new AsyncLocalStorage();
    const tag = Symbol("tag");
    const hidden = "then";
    const hiding = (what: PropertyDescriptor) => Object.defineProperty(Promise.resolve(1), hidden, what);

    test.each([
      ["a function that never calls back", { value: () => {} }],
      ["a number", { value: 5 }],
    ])("is measured without its hidden then, which is %s", async (_, property) => {
      const { measured, read } = setUp(until);
      const result = measured(() => hiding(property))();
      await result;
      expect(read()).toEqual([1, 0, 0]);
    });

    test.each(["without", "with"])("is returned itself if it is an async iterable, %s AsyncLocalStorage", (how) => {
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
    });

    test("keeps symbol properties as well as named ones", async () => {
      const { measured, read } = setUp(until);
      const result = measured(() => Object.assign(Promise.resolve(1), { name: "rows", [tag]: "a" }))();
      expect([result[tag], await result, read()]).toEqual(["a", 1, [1, 0, 0]]);
    });

    test("stays unhandled if it is rejected while AsyncLocalStorage holds a function", async () => {
      const { measured, read } = setUp(until);
      const error = new Error("unhandled");
      storage.run(setUp, () => void measured(() => Promise.reject(error))());
      await turn();
      expect([unhandled, read()]).toEqual([[error], [1, 0, 1]]);
    });
  },
);

describe("Histogram.time", () => {
  test("keeps the properties of the promise", async () => {
    const seconds = new Histogram({ name: "ran_seconds", help: "Time.", registry: null });
    const running = seconds.time(() => promisify(exec)("echo hi"));
    expect(running.child.pid).toBeGreaterThan(0);
    expect(await running).toEqual({ stdout: "hi\n", stderr: "" });
    expect(seconds.get()?.count).toBe(1);
  });

  test("returns a promise with methods unchanged", async () => {
    const seconds = new Histogram({ name: "ran_seconds", help: "Time.", registry: null });
    const promise = Object.assign(Promise.resolve(1), { cancel: () => {} });
    expect(seconds.time(() => promise)).toBe(promise);
    expect(seconds.get()?.count).toBe(0);
    await promise;
    expect(seconds.get()?.count).toBe(1);
  });
});
