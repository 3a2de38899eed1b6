import { types } from "node:util";
import { describe, expect, test } from "vitest";
import { CountCalls, CountExceptions, InProgress, Timer } from "../../../src/index.js";
import { fakeClock } from "../../../src/testing/fake-clock.js";
import { bindAlone, callSpecs } from "../bound-class.js";
import { sum } from "../reading.js";

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
  test("counts nothing before the first call of next", () => {
    using set = setUp();
    const never = set.runs.sync(3);
    expect(set.read()).toEqual([0, 0, 0, 0]);
    never.return("never");
    expect([...never]).toEqual([]);
    expect(set.read()).toEqual([0, 0, 0, 0]);
  });

  test("is measured from the first call of next until it is exhausted", () => {
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

  test("ends its call when the loop breaks", () => {
    using set = setUp();
    for (const _ of set.runs.sync(10)) break;
    expect(set.read()).toEqual([1, 0, 0, 1]);
  });

  test("ends its call when return is called, after its finally block", () => {
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

  test("ends its call as a failure when throw is called", () => {
    using set = setUp();
    const generator = set.runs.sync(10);
    generator.next();
    expect(() => generator.throw(new Error("in"))).toThrow("in");
    expect(set.read()).toEqual([1, 0, 1, 1]);
  });

  test("continues its call if it catches the error that throw passes to it", () => {
    using set = setUp();
    const generator = set.runs.calm();
    generator.next();
    expect(generator.throw(new Error("in"))).toEqual({ done: false, value: 2 });
    expect(set.read()).toEqual([0, 0, 0, 0]);
    generator.next();
    expect(set.read()).toEqual([1, 0, 0, 0]);
  });

  test("stays in progress if it is abandoned", () => {
    using set = setUp();
    set.runs.sync(10).next();
    expect(set.read()).toEqual([0, 1, 0, 1]);
  });

  test("counts as failed if a default value of a parameter throws", () => {
    using set = setUp();
    expect(() => set.runs.picky()).toThrow("missing");
    expect(set.read()).toEqual([1, 0, 1, 0]);
  });

  test("is not ended by the TypeError for calling it while it runs", () => {
    using set = setUp();
    const self: { generator?: Generator } = {};
    self.generator = set.runs.impatient(self);
    expect(self.generator.next()).toEqual({ done: false, value: 1 });
    expect(set.read()).toEqual([0, 0, 0, 0]);
  });

  test("is measured under yield*, and receives and returns all values", () => {
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

  test("is still a generator, without own properties", () => {
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
  test("is measured from the first call of next until it is exhausted", async () => {
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

  test("ends its call when the loop breaks", async () => {
    using set = setUp();
    for await (const _ of set.runs.async(10)) break;
    expect(set.read()).toEqual([1, 0, 0, 1]);
  });

  test("counts nothing if return is called before next", async () => {
    using set = setUp();
    const generator = set.runs.async(10);
    expect(await generator.return("never")).toEqual({ done: true, value: "never" });
    expect(await generator.next()).toEqual({ done: true, value: undefined });
    expect(set.read()).toEqual([0, 0, 0, 0]);
  });

  test("ends its call as a failure when throw is called", async () => {
    using set = setUp();
    const generator = set.runs.async(10);
    await generator.next();
    await expect(generator.throw(new Error("in"))).rejects.toThrow("in");
    expect(set.read()).toEqual([1, 0, 1, 1]);
  });

  test("ends its call once if several steps are requested concurrently", async () => {
    using set = setUp();
    const generator = set.runs.async(2);
    const steps = await Promise.all([generator.next(), generator.next(), generator.next(), generator.next()]);
    expect(steps.map(({ done }) => done)).toEqual([false, false, true, true]);
    expect(set.read()).toEqual([1, 0, 0, 1]);
  });
});
