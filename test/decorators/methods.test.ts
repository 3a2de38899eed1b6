import { runInNewContext } from "node:vm";
import { describe, expect, test } from "vitest";
import {
  bind,
  CountCalls,
  CountExceptions,
  counter,
  gauge,
  InProgress,
  Registry,
  summary,
  Timer,
} from "../../src/index.js";
import { fakeClock } from "../../src/testing/fake-clock.js";
import { bindAlone, callSpecs } from "./bound-class.js";
import { sum, value } from "./reading.js";

const { seconds, running, failures, calls } = callSpecs("work");

function setUp() {
  const seen: number[] = [];
  const note = () => seen.push(value(bound.registry, running) ?? Number.NaN);

  class Work {
    @Timer(seconds)
    @InProgress(running)
    @CountExceptions(failures)
    @CountCalls(calls)
    sync(run: () => unknown): unknown {
      note();
      return run();
    }

    @Timer(seconds)
    @InProgress(running)
    @CountExceptions(failures)
    @CountCalls(calls)
    async async(run: () => Promise<unknown>): Promise<unknown> {
      note();
      return await run();
    }
  }

  const bound = bindAlone(Work, [seconds, running, failures, calls]);
  return { ...bound, work: new Work(), seen };
}

describe("a sync method", () => {
  test("is measured when it returns", () => {
    using clock = fakeClock();
    using set = setUp();
    expect(set.read()).toEqual([0, 0, 0, 0]);
    set.work.sync(() => clock.advance(1.5));
    expect(set.read()).toEqual([1, 0, 0, 1]);
    expect(sum(set.registry, seconds)).toBe(1.5);
    expect(set.seen).toEqual([1]);
  });

  test("is measured when it throws, and throws the same error", () => {
    using set = setUp();
    const error = new Error("no");
    expect(() =>
      set.work.sync(() => {
        throw error;
      }),
    ).toThrow(error);
    expect(set.read()).toEqual([1, 0, 1, 1]);
  });

  test("may throw a value that is not an error", () => {
    using set = setUp();
    let thrown: unknown = "nothing";
    try {
      set.work.sync(() => {
        throw undefined;
      });
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBe(undefined);
    expect(set.read()).toEqual([1, 0, 1, 1]);
  });

  test("counts each level of a recursive call", () => {
    using set = setUp();
    const down = (depth: number): unknown => (depth === 0 ? 0 : set.work.sync(() => down(depth - 1)));
    down(5);
    expect(set.read()).toEqual([5, 0, 0, 5]);
    expect(set.seen).toEqual([1, 2, 3, 4, 5]);
  });
});

describe("a method that returns a promise", () => {
  test("is measured until the promise is fulfilled", async () => {
    using clock = fakeClock();
    using set = setUp();
    const { promise, resolve } = withResolvers();
    const result = set.work.async(() => promise);
    expect(set.read()).toEqual([0, 1, 0, 1]);
    clock.advance(2);
    resolve("value");
    expect(await result).toBe("value");
    expect(set.read()).toEqual([1, 0, 0, 1]);
    expect(sum(set.registry, seconds)).toBe(2);
  });

  test("is measured until the promise is rejected, and rejects with the same error", async () => {
    using set = setUp();
    const error = new Error("no");
    await expect(set.work.async(() => Promise.reject(error))).rejects.toBe(error);
    expect(set.read()).toEqual([1, 0, 1, 1]);
  });

  test("is measured in the same way if it is not an async function", async () => {
    using set = setUp();
    const { promise, resolve } = withResolvers();
    const result = set.work.sync(() => promise);
    expect(result).toBeInstanceOf(Promise);
    expect(set.read()).toEqual([0, 1, 0, 1]);
    resolve(7);
    expect(await result).toBe(7);
    expect(set.read()).toEqual([1, 0, 0, 1]);
  });

  test("counts thousands of overlapping calls exactly", async () => {
    using set = setUp();
    const results = Array.from({ length: 5000 }, (_, i) =>
      set.work.async(async () => {
        for (let tick = 0; tick < i % 7; tick++) await undefined;
        if (i % 5 === 0) throw new Error("every fifth");
      }),
    );
    expect(value(set.registry, running)).toBe(5000);
    await Promise.allSettled(results);
    expect(set.read()).toEqual([5000, 0, 1000, 5000]);
  });
});

describe("a result that is not a plain promise is returned unchanged:", () => {
  class Lazy extends Promise<number> {}
  const inherited = Lazy.resolve(1);
  // biome-ignore lint/suspicious/noThenProperty: the test needs a thenable
  const thenable = { then: (done: (one: number) => void) => done(1) };

  test.each([
    ["a promise of a subclass", inherited],
    ["a thenable", thenable],
    ["an array", [1]],
    ["a function", () => 1],
    ["null", null],
    ["an async iterable", { async *[Symbol.asyncIterator]() {} }],
  ])("%s", (_, result) => {
    using set = setUp();
    expect(set.work.sync(() => result)).toBe(result);
    expect(set.read()).toEqual([1, 0, 0, 1]);
  });
});

test("a promise with properties is measured until it settles, and keeps them", async () => {
  using set = setUp();
  const result = set.work.sync(() => Object.assign(Promise.resolve(1), { tag: "a" }));
  expect([Reflect.get(result as object, "tag"), set.read()]).toEqual(["a", [0, 1, 0, 1]]);
  expect(await result).toBe(1);
  expect(set.read()).toEqual([1, 0, 0, 1]);
});

test("a promise is measured until it settles if another library has extended Promise.prototype", async () => {
  using set = setUp();
  const prototype = Promise.prototype as unknown as Record<string, unknown>;
  prototype["spread"] = () => {};
  try {
    const { promise, resolve } = withResolvers();
    const result = set.work.async(() => promise);
    resolve(1);
    expect(set.read()).toEqual([0, 1, 0, 1]);
    await result;
    expect(set.read()).toEqual([1, 0, 0, 1]);
  } finally {
    Reflect.deleteProperty(prototype, "spread");
  }
});

test("a promise of another realm is measured until it settles", async () => {
  using set = setUp();
  const result = set.work.sync(() => runInNewContext("Promise.resolve(7)"));
  expect(set.read()).toEqual([0, 1, 0, 1]);
  expect(await result).toBe(7);
  expect(set.read()).toEqual([1, 0, 0, 1]);
});

test("@CountCalls alone returns the method's own promise", () => {
  const promise = Promise.resolve();
  class Work {
    @CountCalls(calls)
    run() {
      return promise;
    }
  }
  using _ = bind(Work, new Registry());
  expect(new Work().run()).toBe(promise);
});

test("a gauge has the duration of the last call, a summary the count and the sum", () => {
  using clock = fakeClock();
  const last = gauge({ name: "last_seconds", help: "Last." });
  const total = summary({ name: "total_seconds", help: "Total." });
  class Work {
    @Timer(last)
    @Timer(total)
    run(takes: number) {
      clock.advance(takes);
    }
  }
  const registry = new Registry();
  using _ = bind(Work, registry);
  new Work().run(3);
  new Work().run(0.5);
  expect(value(registry, last)).toBe(0.5);
  expect([value(registry, total), sum(registry, total)]).toEqual([2, 3.5]);
});

describe("a decorator can be applied to", () => {
  const symbol = Symbol("named");

  class Everywhere {
    @CountCalls()
    instance() {
      return this;
    }

    @CountCalls()
    static static() {
      return Everywhere;
    }

    @CountCalls()
    [symbol]() {
      return this;
    }

    @CountCalls()
    "quoted name"() {
      return this;
    }
  }
  const shared = counter({
    name: "method_calls_total",
    help: "Number of method calls.",
    labelNames: ["class", "method"],
  });

  test.each([
    ["an instance method", "instance", (one: Everywhere) => one.instance()],
    ["a static method", "static", () => Everywhere.static()],
    ["a method named by a symbol", "[named]", (one: Everywhere) => one[symbol]()],
    ["a method with any name", "quoted name", (one: Everywhere) => one["quoted name"]()],
  ])("%s", (_, method, call) => {
    const registry = new Registry();
    using _binding = bind(Everywhere, registry);
    const one = new Everywhere();
    expect(call(one)).toBe(method === "static" ? Everywhere : one);
    expect(value(registry, shared, { class: "Everywhere", method })).toBe(1);
  });
});

function withResolvers() {
  let resolve: (value: unknown) => void = () => {};
  const promise = new Promise<unknown>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}
