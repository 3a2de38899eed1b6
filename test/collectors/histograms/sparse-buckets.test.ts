import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { NativeSchema } from "../../../src/collectors/histograms/native-schema.js";
import { type NativeSettings, nativeSettings } from "../../../src/collectors/histograms/native-settings.js";
import { SparseBuckets } from "../../../src/collectors/histograms/sparse-buckets.js";
import type { BucketSpan, NativeBuckets } from "../../../src/model/families/metric.js";
import type { NativeOptions } from "../../../src/model/specs.js";
import { fakeClock } from "../../../src/testing/fake-clock.js";
import { type CompleteNativeOptions, checkNativeHistogram } from "../../../src/validation/native-histogram.js";
import { examples } from "./client-golang-histograms.js";

const layout = (options: NativeOptions): NativeSettings =>
  nativeSettings(checkNativeHistogram("m", options) as CompleteNativeOptions);

/** Absolute counts as the protobuf format writes them. */
const deltas = (counts: readonly number[]) => counts.map((count, i) => count - (counts[i - 1] ?? 0));

const pairs = (spans: readonly BucketSpan[]) => spans.map(({ offset, length }) => [offset, length]);

/** The bucket indexes and counts that spans stand for. */
function unfold(spans: readonly BucketSpan[], counts: readonly number[]): [number, number][] {
  let index = 0;
  let next = 0;
  return spans.flatMap(({ offset, length }) => {
    index += offset;
    return Array.from({ length }, (): [number, number] => [index++, counts[next++] as number]);
  });
}

const inf = Number.POSITIVE_INFINITY;

describe("sparse buckets equal client_golang's example", () => {
  for (const example of examples) {
    for (const sign of [1, -1]) {
      test(`${example.name}${sign < 0 ? ", negative observations" : ""}`, () => {
        using clock = fakeClock(0);
        const buckets = new SparseBuckets(layout({ maxBuckets: 0, minResetSeconds: 0, ...example.options }), 0);
        for (const observation of example.observations) {
          clock.advance(60);
          buckets.observe(sign * observation);
          buckets.snapshot();
        }
        const shown = buckets.snapshot();
        const [mine, other] = sign > 0 ? (["positive", "negative"] as const) : (["negative", "positive"] as const);
        expect(shown.schema).toBe(example.schema);
        expect([shown.zeroThreshold, shown.zeroCount]).toEqual(example.zero);
        expect(pairs(shown[`${mine}Spans`])).toEqual(example.spans);
        expect(deltas(shown[`${mine}Counts`])).toEqual(example.deltas);
        expect([shown[`${other}Spans`], shown[`${other}Counts`]]).toEqual([[], []]);
        expect(buckets.created).toBe((example.createdMinutes ?? 0) * 60);
      });
    }
  }
});

describe("sparse buckets", () => {
  const observed = (options: NativeOptions, ...values: number[]): NativeBuckets => {
    const buckets = new SparseBuckets(layout(options), 0);
    for (const value of values) buckets.observe(value);
    return buckets.snapshot();
  };

  test("are empty before the first observation", () => {
    expect(observed({})).toEqual({
      schema: 3,
      zeroThreshold: 2 ** -128,
      zeroCount: 0,
      positiveSpans: [],
      positiveCounts: [],
      negativeSpans: [],
      negativeCounts: [],
      exemplars: [],
    });
  });

  // The example of the native histograms specification: -2→3, -1→5, 2→1, 4→3, 5→2, with all gaps written out.
  test("write gaps of one or two buckets as zeros", () => {
    const values = [-2, -2, -2, -1, -1, -1, -1, -1, 2, 4, 4, 4, 5, 5].map((exponent) => 2 ** exponent);
    const { positiveSpans, positiveCounts } = observed({ growthFactor: 2 }, ...values);
    expect(pairs(positiveSpans)).toEqual([[-2, 8]]);
    expect(positiveCounts).toEqual([3, 5, 0, 0, 1, 0, 3, 2]);
  });

  test("distinguish buckets at a distance of any power of two", () => {
    const exponents = Array.from({ length: 14 }, (_, i) => [0, 1, 2].map((near) => 2 ** i / 8 + near / 8)).flat();
    const values = exponents.filter((exponent) => exponent < 1024).map((exponent) => 2 ** exponent * 0.99);
    const expected = new Map<number, number>();
    for (const index of values.map((value) => NativeSchema.of(3).indexOf(value))) {
      expected.set(index, (expected.get(index) ?? 0) + 2);
    }
    const { positiveSpans, positiveCounts } = observed({}, ...values, ...values);
    const counts = unfold(positiveSpans, positiveCounts).filter(([, count]) => count !== 0);
    expect(new Map(counts)).toEqual(new Map([...expected].sort(([a], [b]) => a - b)));
  });

  test("count both zeros, and values equal to the threshold, in the zero bucket", () => {
    expect(observed({ zeroThreshold: 0.25 }, 0, -0, 0.25, -0.25)).toMatchObject({ zeroCount: 4, positiveCounts: [] });
    expect(observed({ zeroThreshold: 0 }, 0, -0, 2 ** -1071)).toMatchObject({ zeroCount: 2, positiveCounts: [1] });
  });

  test("return whether an observation reset them", () => {
    using clock = fakeClock(0);
    const buckets = new SparseBuckets(layout({ growthFactor: 2, maxBuckets: 1, minResetSeconds: 10 }), 0);
    expect(buckets.observe(1)).toBe(false);
    clock.advance(10);
    expect(buckets.observe(1)).toBe(false);
    expect(buckets.observe(2)).toBe(true);
    expect(buckets.created).toBe(10);
    expect(buckets.observe(2)).toBe(false);
  });

  test("regain a lost resolution at the first observation after a snapshot, once they are old enough", () => {
    using clock = fakeClock(0);
    const buckets = new SparseBuckets(layout({ growthFactor: 2, maxBuckets: 1, minResetSeconds: 10 }), 0);
    buckets.observe(1);
    buckets.observe(2);
    expect(buckets.snapshot().schema).toBe(-4);
    clock.advance(9);
    expect(buckets.observe(2)).toBe(false);
    clock.advance(1);
    expect(buckets.observe(2)).toBe(false);
    expect(buckets.snapshot().schema).toBe(-4);
    expect(buckets.observe(Number.NaN)).toBe(false);
    expect(buckets.observe(2)).toBe(true);
    expect(buckets.snapshot()).toMatchObject({ schema: 0, positiveCounts: [1] });
    clock.advance(100);
    expect(buckets.observe(2)).toBe(false);
  });

  test("are never reset with a minResetSeconds of 0", () => {
    using clock = fakeClock(0);
    const buckets = new SparseBuckets(layout({ growthFactor: 2, maxBuckets: 1, minResetSeconds: 0 }), 0);
    clock.advance(1e9);
    expect([1, 2, 4].map((value) => buckets.observe(value))).toEqual([false, false, false]);
    expect(buckets.snapshot()).toMatchObject({ schema: -4, positiveCounts: [1, 2] });
  });

  test("have no limit with a maxBuckets of 0", () => {
    const values = Array.from({ length: 500 }, (_, i) => 1.1 ** i);
    expect(observed({ maxBuckets: 0 }, ...values).schema).toBe(3);
    expect(observed({}, ...values).schema).toBe(1);
  });

  test("are not reset, however old they are, as long as they never exceeded the limit", () => {
    using clock = fakeClock(0);
    const buckets = new SparseBuckets(layout({ growthFactor: 2, maxBuckets: 2, minResetSeconds: 10 }), 0);
    clock.advance(100);
    expect(buckets.observe(1)).toBe(false);
    buckets.snapshot();
    expect(buckets.observe(2)).toBe(false);
    expect([buckets.created, buckets.snapshot().positiveCounts]).toEqual([0, [1, 1]]);
  });

  test("widen the zero bucket up to its maximum threshold, inclusive", () => {
    using _ = fakeClock(0);
    const buckets = new SparseBuckets(layout({ growthFactor: 2, maxBuckets: 1, maxZeroThreshold: 1 }), 0);
    for (const value of [1, 4]) buckets.observe(value);
    expect(buckets.snapshot()).toMatchObject({ schema: 0, zeroThreshold: 1, zeroCount: 1, positiveCounts: [1] });
  });

  test("widen the zero bucket by no number of the next one, if their bound is between two subnormal numbers", () => {
    using _ = fakeClock(0);
    const options = { growthFactor: 1.5, maxBuckets: 1, zeroThreshold: 0, maxZeroThreshold: 1 };
    // In schema 1, the bound between 5 and 6 units is 5.66 units, whose nearest double is 6 units.
    const [five, six] = [5 * Number.MIN_VALUE, 6 * Number.MIN_VALUE];
    const buckets = new SparseBuckets(layout(options), 0);
    for (const value of [five, six]) buckets.observe(value);
    const widened = buckets.snapshot();
    expect(widened).toMatchObject({ schema: 1, zeroThreshold: five, zeroCount: 1, positiveCounts: [1] });
    buckets.observe(six);
    expect(buckets.snapshot()).toMatchObject({ zeroCount: 1, positiveCounts: [2] });
  });

  test("agree, after any observations, with a count of all observations since the last reset", () => {
    const value = fc.oneof(
      fc.double(),
      fc.double({ min: -100, max: 100 }),
      fc.double({ min: -1e-321, max: 1e-321 }),
      fc.constantFrom(0, -0, inf, -inf, 1, 5e-324),
    );
    const step = fc.record({ seconds: fc.integer({ min: 0, max: 3 }), value, scraped: fc.boolean() });
    const options = fc.record(
      {
        growthFactor: fc.constantFrom(1.005, 1.1, 1.5, 2, 300),
        zeroThreshold: fc.constantFrom(0, 1e-3, 0.7),
        maxZeroThreshold: fc.constantFrom(0, 1, 50),
        maxBuckets: fc.integer({ min: 1, max: 8 }),
        minResetSeconds: fc.constantFrom(0, 5, 40),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(options, fc.array(step, { maxLength: 80 }), (chosen, steps) => {
        using clock = fakeClock(0);
        const limits = layout(chosen);
        const buckets = new SparseBuckets(limits, 0);
        let since: number[] = [];
        for (const { seconds, value, scraped } of steps) {
          clock.advance(seconds);
          const { created } = buckets;
          if (buckets.observe(value)) {
            since = [];
            expect(clock.now() / 1000 - created).toBeGreaterThanOrEqual(limits.minResetSeconds);
            expect(buckets.created).toBe(clock.now() / 1000);
          } else expect(buckets.created).toBe(created);
          since.push(value);
          if (scraped) expectCounts(buckets.snapshot(), since, limits);
        }
        expectCounts(buckets.snapshot(), since, limits);
      }),
      { numRuns: 500 },
    );
  });
});

function expectCounts(shown: NativeBuckets, values: readonly number[], limits: NativeSettings): void {
  expect(shown.schema).toBeLessThanOrEqual(limits.schema.schema);
  expect(shown.schema).toBeGreaterThanOrEqual(-4);
  expect(shown.zeroThreshold).toBeLessThanOrEqual(Math.max(limits.zeroThreshold, limits.maxZeroThreshold));
  let populated = 0;
  for (const [spans, counts, sign] of [
    [shown.positiveSpans, shown.positiveCounts, 1],
    [shown.negativeSpans, shown.negativeCounts, -1],
  ] as const) {
    const expected = new Map<number, number>();
    for (const magnitude of values.map((value) => sign * value).filter((value) => value > shown.zeroThreshold)) {
      const index = NativeSchema.of(shown.schema).indexOf(magnitude);
      expected.set(index, (expected.get(index) ?? 0) + 1);
    }
    populated += expected.size;
    expect(spans.reduce((sum, { length }) => sum + length, 0)).toBe(counts.length);
    expect(spans.every(({ length }) => length > 0)).toBe(true);
    expect(spans.slice(1).every(({ offset }) => offset > 0)).toBe(true);
    expect(new Map(unfold(spans, counts).filter(([, count]) => count !== 0))).toEqual(
      new Map([...expected].sort(([a], [b]) => a - b)),
    );
  }
  if (shown.schema > -4) expect(populated).toBeLessThanOrEqual(limits.maxBuckets);
  expect(shown.zeroCount).toBe(values.filter((value) => Math.abs(value) <= shown.zeroThreshold).length);
}
