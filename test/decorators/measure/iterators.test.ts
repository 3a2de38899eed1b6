import { describe, expect, test } from "vitest";
import { Counter, countExceptions, Gauge, trackInProgress } from "../../../src/index.js";
import { all, measured } from "./measured.js";

/** An async iterable that returns the given iterator. */
const iterable = <T>(iterator: T) => ({ [Symbol.asyncIterator]: () => iterator });
const step = { done: false, value: 1 };
const last = { done: true, value: undefined };

function* numbers(): Generator<number, void> {
  yield 1;
  yield 2;
}

describe("a generator that is thrown into before its first step", () => {
  test("counts no call", () => {
    const failures = new Counter({ name: "numbers_failures_total", help: "Failures.", registry: null });
    const generator = countExceptions(failures, numbers)();
    expect(() => generator.throw(new Error("broken"))).toThrow("broken");
    expect(failures.get()).toBe(0);
  });
});

test("a generator that is closed before its first step is no failure of the call that returned it", () => {
  const { give, read } = measured("end");
  const failures = new Counter({ name: "numbers_failures_total", help: "Failures.", registry: null });
  const generator = give(countExceptions(failures, numbers)());
  generator.return();
  expect([read(), failures.get()]).toEqual([[1, 0, 0], 0]);
});

test("a frozen generator ends its call at once, without a failure", () => {
  const { give, read } = measured("end");
  const generator = Object.freeze(numbers());
  expect(give(generator)).toBe(generator);
  expect(read()).toEqual([1, 0, 0]);
});

test("a generator that two calls return is in progress twice while it runs", () => {
  const { give, read } = measured("end");
  const generator = numbers();
  give(generator);
  give(generator);
  expect(read()).toEqual([0, 0, 0]);
  generator.next();
  expect(read()).toEqual([0, 2, 0]);
  generator.return();
  expect(read()).toEqual([2, 0, 0]);
});

test("a generator that a second call returns is not changed again", () => {
  const { give } = measured("end");
  const generator = numbers();
  give(generator);
  const former = Object.getOwnPropertyDescriptors(generator);
  give(generator);
  expect(Object.getOwnPropertyDescriptors(generator)).toEqual(former);
});

test("an object without next that a measured Symbol.asyncIterator returns ends its call", () => {
  const running = new Gauge({ name: "numbers_in_progress", help: "Running.", registry: null });
  const nothing = {};
  const iterate = Object.defineProperty(() => nothing, "name", { value: "[Symbol.asyncIterator]" });
  expect(trackInProgress(running, iterate, { until: "end" })()).toBe(nothing);
  expect([Reflect.ownKeys(nothing), running.get()]).toEqual([[], 0]);
});

describe("an iterator", () => {
  test("has the same properties as before when it has ended", async () => {
    const { give } = measured("end");
    const iterator = { next: async () => last, return: async () => last, throw: async () => last };
    const before = Object.getOwnPropertyDescriptors(iterator);
    await all(give(iterable(iterator)));
    expect(Object.getOwnPropertyDescriptors(iterator)).toEqual(before);
  });

  class Countdown {
    left = 1;
    async next() {
      return this.left-- > 0 ? step : last;
    }
    async throw(error: unknown): Promise<never> {
      throw error;
    }
  }

  test("of a class has no own methods when it has ended", async () => {
    const { give } = measured("end");
    const iterator = new Countdown();
    expect(await all(give(iterable(iterator)))).toEqual([1]);
    expect(Object.keys(Object.getOwnPropertyDescriptors(iterator))).toEqual(["left"]);
  });

  test("that is frozen runs its methods on itself", async () => {
    const { give, read } = measured("end");
    const receivers: unknown[] = [];
    const iterator = Object.freeze({
      async next(this: unknown) {
        receivers.push(this);
        return last;
      },
    });
    await all(give(iterable(iterator)));
    expect([receivers[0] === iterator, read()]).toEqual([true, [1, 0, 0]]);
  });

  test("runs its methods on another receiver that a caller gives them", async () => {
    const { give } = measured("end");
    const receivers: unknown[] = [];
    const next = async function (this: unknown) {
      receivers.push(this);
      return last;
    };
    const iterator = give(iterable({ next }))[Symbol.asyncIterator]();
    await iterator.next.call("another");
    expect(receivers).toEqual(["another"]);
  });

  test("that is frozen and read for two calls is measured for each of them", async () => {
    const { give, read } = measured("end");
    const iterator = Object.freeze({ next: async () => last });
    await all(give(iterable(iterator)));
    await all(give(iterable(iterator)));
    expect(read()).toEqual([2, 0, 0]);
  });

  test("that is frozen is measured once more while the first call reads it", async () => {
    const { give, read } = measured("end");
    const iterator = Object.freeze({ next: async () => step, return: async () => last });
    const [first, second] = [give(iterable(iterator)), give(iterable(iterator))].map((one) =>
      one[Symbol.asyncIterator](),
    );
    await first?.next();
    await second?.next();
    expect(read()).toEqual([0, 2, 0]);
    await second?.return();
    expect(read()).toEqual([1, 1, 0]);
  });

  test.each([undefined, null])("may return %s instead of a step", (nothing) => {
    const { give } = measured("end");
    const iterator = give(iterable({ next: () => nothing }))[Symbol.asyncIterator]();
    expect(iterator.next()).toBe(nothing);
  });

  test.each([undefined, null, "text", () => {}])("may be %s, which is returned itself", (nothing) => {
    const { give } = measured("end");
    expect(give(iterable(nothing))[Symbol.asyncIterator]()).toBe(nothing);
  });
});
