import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Histogram } from "../../src/index.js";

const histogram = (buckets?: readonly number[]) =>
  new Histogram({ name: "wait_seconds", help: "Waiting.", registry: null, ...(buckets && { buckets }) });

const bounds = (buckets: readonly { upperBound: number }[] | undefined) => buckets?.map(({ upperBound }) => upperBound);

describe("a histogram", () => {
  test("has the default buckets of other libraries", () => {
    const expected = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, Number.POSITIVE_INFINITY];
    expect(bounds(histogram().get()?.buckets)).toEqual(expected);
  });

  test("starts with count, sum and all buckets at 0", () => {
    const value = histogram([1]).get();
    expect(value).toEqual({
      count: 0,
      sum: 0,
      buckets: [
        { upperBound: 1, count: 0 },
        { upperBound: Number.POSITIVE_INFINITY, count: 0 },
      ],
    });
  });

  test("counts each observation in its bucket, bounds included, and in all wider ones", () => {
    fc.assert(
      fc.property(fc.array(fc.double()), fc.uniqueArray(fc.integer({ min: -50, max: 50 })), (values, unsorted) => {
        const sorted = unsorted.sort((a, b) => a - b);
        const wait = histogram(sorted);
        for (const value of values) wait.observe(value);
        for (const { upperBound, count } of wait.get()?.buckets ?? []) {
          const expected =
            upperBound === Number.POSITIVE_INFINITY
              ? values.length
              : values.filter((value) => value <= upperBound).length;
          expect(count).toBe(expected);
        }
        expect(wait.get()?.sum).toBe(values.reduce((sum, value) => sum + value, 0));
      }),
    );
  });

  test("counts NaN in the last bucket alone", () => {
    const wait = histogram([1]);
    wait.observe(Number.NaN);
    expect(wait.get()?.buckets.map(({ count }) => count)).toEqual([0, 1]);
    expect(wait.get()?.sum).toBeNaN();
  });

  test("records the same values with labels as through a child", () => {
    const wait = new Histogram({
      name: "wait_seconds",
      help: "",
      labelNames: ["queue"],
      buckets: [1, 2],
      registry: null,
    });
    wait.observe({ queue: "a" }, 1.5);
    wait.labels({ queue: "a" }).observe(5);
    expect(wait.get({ queue: "a" })?.buckets.map(({ count }) => count)).toEqual([0, 1, 2]);
    expect(wait.get({ queue: "b" })).toBeUndefined();
  });

  test("keeps its series apart", () => {
    const wait = new Histogram({ name: "wait_seconds", help: "", labelNames: ["x"], buckets: [1, 2], registry: null });
    for (let x = 0; x < 300; x++) wait.observe({ x }, x % 4);
    const shown = Array.from({ length: 300 }, (_, x) => wait.get({ x }));
    expect(shown.map((value) => [value?.sum, ...(value?.buckets ?? []).map(({ count }) => count)])).toEqual(
      shown.map((_, x) => [x % 4, x % 4 <= 1 ? 1 : 0, x % 4 <= 2 ? 1 : 0, 1]),
    );
  });

  test("copies the given bounds", () => {
    const given = [1, 2];
    const wait = histogram(given);
    given.push(3);
    expect(bounds(wait.get()?.buckets)).toEqual([1, 2, Number.POSITIVE_INFINITY]);
  });

  test("adds the bound Infinity and removes repeated bounds", () => {
    expect(bounds(histogram([1, 1, 2, Number.POSITIVE_INFINITY]).get()?.buckets)).toEqual([
      1,
      2,
      Number.POSITIVE_INFINITY,
    ]);
  });

  test("may have only the last bucket", () => {
    expect(bounds(histogram([]).get()?.buckets)).toEqual([Number.POSITIVE_INFINITY]);
  });

  test.each([
    ["unsorted", [2, 1], "wait_seconds: buckets must increase, but was [2,1]. The bound 1 follows 2."],
    ["not numbers", ["1"], 'wait_seconds: buckets must contain only numbers, but was "1".'],
    ["NaN", [Number.NaN], "wait_seconds: buckets must contain only numbers, but was NaN."],
    ["no list", 5, "wait_seconds: buckets must be a list of increasing numbers, but was 5."],
  ])("rejects buckets that are %s", (_, buckets, message) => {
    expect(() => histogram(buckets as never)).toThrow(message);
  });

  test("rejects an observation that is not a number", () => {
    expect(() => histogram().observe("1" as never)).toThrow('wait_seconds: the value must be a number, but was "1".');
  });
});
