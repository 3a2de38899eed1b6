import { types } from "node:util";
import { describe, expect, test } from "vitest";
import { CountCalls, CountExceptions, InProgress, Timer } from "../../src/index.js";
import { fakeClock } from "../../src/testing/fake-clock.js";
import { bindAlone, callSpecs } from "./bound-class.js";
import { sum } from "./reading.js";

const { seconds, running, failures, calls } = callSpecs("run");

class Runs {
  @Timer(seconds)
  @InProgress(running)
  @CountExceptions(failures)
  @CountCalls(calls)
  *sync(count: number, cleanUp?: () => void): Generator<number, string, unknown> {
    try {
      for (let i = 0; i < count; i++) yield i;
      return "done";
    } finally {
      cleanUp?.();
    }
  }

  @Timer(seconds)
  @InProgress(running)
  @CountExceptions(failures)
  @CountCalls(calls)
  async *async(count: number, cleanUp?: () => void): AsyncGenerator<number, string, unknown> {
    try {
      for (let i = 0; i < count; i++) yield i;
      return "done";
    } finally {
      cleanUp?.();
    }
  }

  @Timer(seconds)
  @CountExceptions(failures)
  *picky(one = required()): Generator<number> {
    yield one;
  }

  @Timer(seconds)
  @CountExceptions(failures)
  *calm(): Generator<number, void, unknown> {
    try {
      yield 1;
    } catch {
      yield 2;
    }
  }

  @CountExceptions(failures)
  *impatient(self: { generator?: Generator }): Generator<number> {
    try {
      self.generator?.next();
    } catch {}
    yield 1;
  }
}

function required(): never {
  throw new TypeError("missing");
}

function setUp() {
  return { ...bindAlone(Runs, [seconds, running, failures, calls]), runs: new Runs() };
}

describe("a generator", () => {
  test("counts nothing before the first next()", () => {
    using set = setUp();
    const never = set.runs.sync(3);
    expect(set.read()).toEqual([0, 0, 0, 0]);
    never.return("never");
    expect([...never]).toEqual([]);
    expect(set.read()).toEqual([0, 0, 0, 0]);
  });

  test("is measured from the first next() to its exhaustion", () => {
    using clock = fakeClock();
    using set = setUp();
    const generator = set.runs.sync(2);
    clock.advance(100);
    for (const _ of generator) {
      expect(set.read()).toEqual([0, 1, 0, 1]);
      clock.advance(1);
    }
    expect(set.read()).toEqual([1, 0, 0, 1]);
    expect(sum(set.registry, seconds)).toBe(2);
    expect(generator.next()).toEqual({ done: true, value: undefined });
    expect(set.read()).toEqual([1, 0, 0, 1]);
  });

  test("ends with an early break", () => {
    using set = setUp();
    for (const _ of set.runs.sync(10)) break;
    expect(set.read()).toEqual([1, 0, 0, 1]);
  });

  test("ends with return(), after its finally", () => {
    using set = setUp();
    let during: unknown;
    const generator = set.runs.sync(10, () => {
      during = set.read();
    });
    generator.next();
    expect(generator.return("early")).toEqual({ done: true, value: "early" });
    expect(during).toEqual([0, 1, 0, 1]);
    expect(set.read()).toEqual([1, 0, 0, 1]);
  });

  test("ends with throw(), as a failure", () => {
    using set = setUp();
    const generator = set.runs.sync(10);
    generator.next();
    expect(() => generator.throw(new Error("in"))).toThrow("in");
    expect(set.read()).toEqual([1, 0, 1, 1]);
  });

  test("goes on when it catches what throw() throws", () => {
    using set = setUp();
    const generator = set.runs.calm();
    generator.next();
    expect(generator.throw(new Error("in"))).toEqual({ done: false, value: 2 });
    expect(set.read()).toEqual([0, 0, 0, 0]);
    generator.next();
    expect(set.read()).toEqual([1, 0, 0, 0]);
  });

  test("stays in progress when it is dropped half-way", () => {
    using set = setUp();
    set.runs.sync(10).next();
    expect(set.read()).toEqual([0, 1, 0, 1]);
  });

  test("counts as failed when a default value of a parameter throws", () => {
    using set = setUp();
    expect(() => set.runs.picky()).toThrow("missing");
    expect(set.read()).toEqual([1, 0, 1, 0]);
  });

  test("is not ended by an error about calling it from inside", () => {
    using set = setUp();
    const self: { generator?: Generator } = {};
    self.generator = set.runs.impatient(self);
    expect(self.generator.next()).toEqual({ done: false, value: 1 });
    expect(set.read()).toEqual([0, 0, 0, 0]);
  });

  test("delegated to by yield* is measured, with values passed through", () => {
    using set = setUp();
    function* outer(): Generator<number, string> {
      return yield* set.runs.sync(3);
    }
    const seen: number[] = [];
    const generator = outer();
    let step = generator.next();
    while (!step.done) {
      seen.push(step.value);
      step = generator.next();
    }
    expect([seen, step.value]).toEqual([[0, 1, 2], "done"]);
    expect(set.read()).toEqual([1, 0, 0, 1]);
  });

  test("is still a generator, with nothing to see on it", () => {
    using set = setUp();
    const generator = set.runs.sync(1);
    expect(types.isGeneratorObject(generator)).toBe(true);
    expect(Object.keys(generator)).toEqual([]);
    expect(generator[Symbol.iterator]()).toBe(generator);
    expect(Object.prototype.toString.call(generator)).toBe("[object Generator]");
    expect(Object.prototype.toString.call(set.runs.sync)).toBe("[object GeneratorFunction]");
  });
});

describe("an async generator", () => {
  test("is measured from the first next() to its exhaustion", async () => {
    using clock = fakeClock();
    using set = setUp();
    const generator = set.runs.async(2);
    expect(set.read()).toEqual([0, 0, 0, 0]);
    clock.advance(100);
    for await (const _ of generator) {
      expect(set.read()).toEqual([0, 1, 0, 1]);
      clock.advance(1);
    }
    expect(set.read()).toEqual([1, 0, 0, 1]);
    expect(sum(set.registry, seconds)).toBe(2);
  });

  test("ends with an early break", async () => {
    using set = setUp();
    for await (const _ of set.runs.async(10)) break;
    expect(set.read()).toEqual([1, 0, 0, 1]);
  });

  test("ends with return() before the first next() without counting", async () => {
    using set = setUp();
    const generator = set.runs.async(10);
    expect(await generator.return("never")).toEqual({ done: true, value: "never" });
    expect(await generator.next()).toEqual({ done: true, value: undefined });
    expect(set.read()).toEqual([0, 0, 0, 0]);
  });

  test("ends with throw(), as a failure", async () => {
    using set = setUp();
    const generator = set.runs.async(10);
    await generator.next();
    await expect(generator.throw(new Error("in"))).rejects.toThrow("in");
    expect(set.read()).toEqual([1, 0, 1, 1]);
  });

  test("ends once when several steps were asked for at once", async () => {
    using set = setUp();
    const generator = set.runs.async(2);
    const steps = await Promise.all([generator.next(), generator.next(), generator.next(), generator.next()]);
    expect(steps.map(({ done }) => done)).toEqual([false, false, true, true]);
    expect(set.read()).toEqual([1, 0, 0, 1]);
  });
});
