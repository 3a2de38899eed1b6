import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { SlidingWindow } from "../../../src/collectors/quantiles/sliding-window.js";

const median = [{ quantile: 0.5, error: 0.01 }];
const edges = [
  { quantile: 0, error: 0.01 },
  { quantile: 1, error: 0.01 },
];
const values = (window: SlidingWindow, now: number) => window.read(now).map(({ value }) => value);

describe("a window of quantiles", () => {
  test("returns NaN before the first observation", () => {
    expect(new SlidingWindow(edges, 600, 5, 0).read(0)).toEqual([
      { quantile: 0, value: Number.NaN },
      { quantile: 1, value: Number.NaN },
    ]);
  });

  test("drops an observation when it is older than the window, and keeps it for all steps but one", () => {
    const window = new SlidingWindow(median, 600, 5, 0);
    window.observe(7, 119);
    expect(values(window, 599)).toEqual([7]);
    expect(values(window, 600)).toEqual([Number.NaN]);
    window.observe(8, 720);
    expect(values(window, 1199)).toEqual([8]);
    expect(values(window, 1320)).toEqual([Number.NaN]);
  });

  test("drops everything if nothing is observed for longer than the window", () => {
    const window = new SlidingWindow(median, 600, 5, 0);
    for (let i = 0; i < 2000; i++) window.observe(i, 1);
    window.observe(5, 1e9);
    expect(values(window, 1e9)).toEqual([5]);
    expect(values(window, 2e9)).toEqual([Number.NaN]);
  });

  test("with one age bucket is emptied whenever its age is over", () => {
    const window = new SlidingWindow(median, 10, 1, 0);
    window.observe(1, 9);
    expect(values(window, 9.5)).toEqual([1]);
    window.observe(2, 10);
    expect(values(window, 19)).toEqual([2]);
  });

  test("keeps all observations with an infinite age", () => {
    const window = new SlidingWindow(median, Number.POSITIVE_INFINITY, 5, 0);
    window.observe(1, 0);
    expect(values(window, 1e12)).toEqual([1]);
  });

  test("ignores NaN", () => {
    const window = new SlidingWindow(edges, 600, 5, 0);
    for (const value of [3, Number.NaN, 4]) window.observe(value, 0);
    expect(values(window, 0)).toEqual([3, 4]);
  });

  test("orders negative numbers, both zeros and infinities", () => {
    const targets = [0.1, 0.3, 0.5, 0.7, 0.9].map((quantile) => ({ quantile, error: 0.01 }));
    const window = new SlidingWindow(targets, 600, 5, 0);
    for (const value of [0, Number.POSITIVE_INFINITY, -2, Number.NEGATIVE_INFINITY, -0]) window.observe(value, 0);
    expect(values(window, 0)).toEqual([Number.NEGATIVE_INFINITY, -2, -0, 0, Number.POSITIVE_INFINITY]);
  });

  test("restarts its current step when the clock is replaced by one that is behind", () => {
    const window = new SlidingWindow(median, 600, 5, 1_000_000);
    window.observe(7, 1_000_000);
    expect(values(window, 50)).toEqual([7]);
    expect(values(window, 50 + 599)).toEqual([7]);
    expect(values(window, 50 + 600)).toEqual([Number.NaN]);
  });

  test("includes exactly the observations since the start of its oldest step", () => {
    const event = fc.record({
      seconds: fc.oneof(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 0, max: 100 })),
      // Adding 0 makes a positive 0 of a negative one: the window orders them as equal.
      value: fc.option(
        fc.double({ noNaN: true }).map((value) => value + 0),
        { nil: undefined },
      ),
    });
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 6 }),
        fc.integer({ min: 1, max: 20 }),
        fc.array(event, { maxLength: 45 }),
        (ageBuckets, step, events) => {
          const window = new SlidingWindow(median, step * ageBuckets, ageBuckets, 1000);
          const seen: { at: number; value: number }[] = [];
          let now = 1000;
          for (const { seconds, value } of events) {
            now += seconds;
            if (value === undefined) {
              const start = 1000 + (Math.floor((now - 1000) / step) - ageBuckets + 1) * step;
              const sorted = new Float64Array(seen.filter(({ at }) => at >= start).map((one) => one.value)).sort();
              expect(values(window, now)).toEqual([sorted[Math.ceil(sorted.length / 2) - 1] ?? Number.NaN]);
            } else {
              window.observe(value, now);
              seen.push({ at: now, value });
            }
          }
        },
      ),
      { numRuns: 300 },
    );
  });
});
