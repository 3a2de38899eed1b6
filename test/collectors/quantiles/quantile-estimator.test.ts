import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { QuantileEstimator } from "../../../src/collectors/quantiles/quantile-estimator.js";
import { checkQuantiles, type QuantileTarget } from "../../../src/validation/quantiles.js";

/** The least distance of the rank of `value` in `sorted` from the correct rank. */
function rankError(sorted: Float64Array, value: number, quantile: number): number {
  const wanted = Math.max(1, Math.ceil(quantile * sorted.length));
  const first = sorted.indexOf(value) + 1;
  const last = sorted.lastIndexOf(value) + 1;
  expect(first, `${value} must be one of the observations`).toBeGreaterThan(0);
  return Math.max(0, first - wanted, wanted - last);
}

function expectWithinErrors(estimator: QuantileEstimator, values: Float64Array, targets: readonly QuantileTarget[]) {
  const sorted = values.toSorted();
  for (const { quantile, error } of targets) {
    const off = rankError(sorted, estimator.quantile(quantile), quantile);
    expect(off, `ranks that quantile ${quantile} of ${values.length} is off`).toBeLessThanOrEqual(
      error * values.length,
    );
  }
}

const targetSets = [
  { 0.5: 0.05, 0.9: 0.01, 0.99: 0.001 },
  { 0.5: 0.01 },
  { 0: 0.01, 1: 0.01 },
  { 0: 0.001, 0.25: 0.02, 0.75: 0.02, 0.999: 0.0005 },
  { 0.01: 0.001, 0.05: 0.005, 0.5: 0.05, 0.9: 0.01, 0.95: 0.005, 0.99: 0.001 },
].map((quantiles) => checkQuantiles("m", quantiles));

/** Reproducible numbers from 0 to 1, excluding 1. */
function random(): () => number {
  let state = 1;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

const next = random();
const streams: Record<string, (i: number, n: number) => number> = {
  uniform: () => next(),
  exponential: () => -Math.log(1 - next()),
  sorted: (i) => i,
  reversed: (i, n) => n - i,
  constant: () => 7,
  "of five values": () => Math.floor(next() * 5),
  "zig-zag, outwards": (i) => (i % 2 === 0 ? i : -i),
  "zig-zag, closing in on the median": (i) => (i % 2 === 0 ? 1 : -1) / (i + 1),
  "closing in on the 0.9 quantile": (i) => (i % 10 === 0 ? 1 : -1) / (i + 1),
  "with all late values above the others": (i, n) => next() + (i < n / 4 ? 0 : 10),
  "sawtooth, with infinities": (i) => (i % 1000 > 0 ? i % 1000 : i % 2000 > 0 ? -1 / 0 : 1 / 0),
};

describe("the estimated quantiles", () => {
  for (const [name, stream] of Object.entries(streams)) {
    for (const chunk of [1, 7, 512]) {
      test(`of a stream ${name}, ${chunk} at a time, are always within their errors`, () => {
        const n = chunk === 512 ? 40_000 : 3000;
        const values = Float64Array.from({ length: n }, (_, i) => stream(i, n));
        for (const targets of targetSets) {
          const estimator = new QuantileEstimator(targets);
          const checks = new Set([1, 2, 5, 10, 40].map((part) => Math.floor(n / part / chunk)));
          for (let i = 0, chunks = 1; i < n; i += chunk, chunks++) {
            estimator.insert(values.slice(i, i + chunk).sort());
            if (checks.has(chunks)) expectWithinErrors(estimator, values.subarray(0, i + chunk), targets);
          }
          expectWithinErrors(estimator, values, targets);
        }
      });
    }
  }

  test("are within their errors for any observations and targets", () => {
    const quantiles = fc.dictionary(
      fc.oneof(fc.constantFrom("0", "1"), fc.double({ min: 0, max: 1, noNaN: true }).map(String)),
      fc.double({ min: 0.005, max: 0.5, noNaN: true }),
      { minKeys: 1, maxKeys: 4 },
    );
    const chunk = fc.array(fc.oneof(fc.integer({ min: -9, max: 9 }), fc.double({ noNaN: true })), { maxLength: 60 });
    fc.assert(
      fc.property(quantiles, fc.array(chunk, { maxLength: 20 }), (wanted, chunks) => {
        const different = new Map(Object.entries(wanted).map(([quantile, error]) => [Number(quantile) + 0, error]));
        const targets = checkQuantiles("m", Object.fromEntries(different));
        const estimator = new QuantileEstimator(targets);
        for (const values of chunks) estimator.insert(new Float64Array(values).sort());
        const all = new Float64Array(chunks.flat());
        if (all.length > 0) expectWithinErrors(estimator, all, targets);
      }),
      { numRuns: 300 },
    );
  });

  test("are NaN before the first observation and after clear", () => {
    const estimator = new QuantileEstimator([{ quantile: 0.5, error: 0.1 }]);
    expect(estimator.quantile(0.5)).toBeNaN();
    estimator.insert(new Float64Array([1, 2, 3]));
    expect(estimator.quantile(0.5)).toBe(2);
    estimator.clear();
    expect(estimator.quantile(0.5)).toBeNaN();
    estimator.insert(new Float64Array([9]));
    expect(estimator.quantile(0.5)).toBe(9);
  });

  test("of 0 and 1 are the least and the greatest observation", () => {
    const estimator = new QuantileEstimator(checkQuantiles("m", { 0: 0.2, 0.5: 0.2, 1: 0.2 }));
    const values = Float64Array.from({ length: 2000 }, () => next() * 100);
    for (let i = 0; i < values.length; i += 50) estimator.insert(values.slice(i, i + 50).sort());
    expect(estimator.quantile(0)).toBe(Math.min(...values));
    expect(estimator.quantile(1)).toBe(Math.max(...values));
  });
});

describe("the number of stored values", () => {
  test.each([
    ["uniform", 150],
    ["sorted", 150],
    ["of five values", 400],
    ["zig-zag, closing in on the median", 3000],
  ])("of a stream %s is bounded", (name, most) => {
    const n = 200_000;
    const estimator = new QuantileEstimator(targetSets[0] as readonly QuantileTarget[]);
    const stream = streams[name] as (i: number, n: number) => number;
    let i = 0;
    while (i < n) estimator.insert(new Float64Array(500).map(() => stream(i++, n)).sort());
    expect(estimator.size).toBeLessThan(most);
  });
});

describe("the quantiles option", () => {
  test("returns targets sorted by quantile", () => {
    expect(checkQuantiles("m", { 0.99: 0.001, 0: 0.1, 1: 0.1 })).toEqual([
      { quantile: 0, error: 0.1 },
      { quantile: 0.99, error: 0.001 },
      { quantile: 1, error: 0.1 },
    ]);
  });

  test.each([
    [{ 1.5: 0.1 }, RangeError, 'm: quantiles must be between 0 and 1, but was "1.5".'],
    [{ half: 0.1 }, RangeError, 'm: quantiles must be between 0 and 1, but was "half".'],
    [{ "": 0.1 }, RangeError, 'm: quantiles must be between 0 and 1, but was "".'],
    [{ 0.5: 0 }, RangeError, "m: the error of quantile 0.5 must be a number above 0 and below 1, but was 0."],
    [{ 0.5: 1 }, RangeError, "m: the error of quantile 0.5 must be a number above 0 and below 1, but was 1."],
    [{ 0.5: null }, TypeError, "m: the error of quantile 0.5 must be a number above 0 and below 1, but was null."],
    [{ 0.5: 0.1, "0.50": 0.1 }, RangeError, "m: quantiles must contain each quantile once, but was 0.5."],
    [[0.5], TypeError, "m: quantiles must be an object of quantiles and their errors"],
    [0.5, TypeError, "m: quantiles must be an object of quantiles and their errors"],
  ])("rejects %j", (quantiles, type, message) => {
    expect(() => checkQuantiles("m", quantiles)).toThrow(type);
    expect(() => checkQuantiles("m", quantiles)).toThrow(message);
  });
});
