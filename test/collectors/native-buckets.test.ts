import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { NativeSchema } from "../../src/collectors/histograms/native-schema.js";
import { type NativeSettings, nativeSettings } from "../../src/collectors/histograms/native-settings.js";
import { SparseBuckets } from "../../src/collectors/histograms/sparse-buckets.js";
import type { BucketSpan, NativeBuckets } from "../../src/model/metric.js";
import type { NativeOptions } from "../../src/model/specs.js";
import { fakeClock } from "../../src/testing/fake-clock.js";
import { type CompleteNativeOptions, checkNativeHistogram } from "../../src/validation/native-histogram.js";

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
const atDefault = 2.938735877055719e-39;

// prometheus/client_golang, prometheus/histogram_test.go, TestNativeHistogram: an observation a minute, no limits unless
// given. `spans` and `deltas` are those of the positive buckets; negated observations give the same as negative ones.
const examples: {
  name: string;
  observations: number[];
  options: NativeOptions;
  schema: number;
  zero: [threshold: number, count: number];
  spans: [offset: number, length: number][];
  deltas: number[];
  createdMinutes?: number;
}[] = [
  {
    name: "factor 1.1 results in schema 3",
    observations: [0, 1, 2, 3],
    options: { growthFactor: 1.1 },
    schema: 3,
    zero: [atDefault, 1],
    spans: [
      [0, 1],
      [7, 1],
      [4, 1],
    ],
    deltas: [1, 0, 0],
  },
  {
    name: "factor 1.2 results in schema 2",
    observations: [0, 1, 1.2, 1.4, 1.8, 2],
    options: { growthFactor: 1.2 },
    schema: 2,
    zero: [atDefault, 1],
    spans: [[0, 5]],
    deltas: [1, -1, 2, -2, 2],
  },
  {
    name: "factor 4 results in schema -1",
    observations: [0.5, 1, 1.5, 2, 3, 3.5, 5, 6, 7, 33.33],
    options: { growthFactor: 4 },
    schema: -1,
    zero: [atDefault, 0],
    spans: [[0, 4]],
    deltas: [2, 2, -1, -2],
  },
  {
    name: "factor 17 results in schema -2",
    observations: [0.5, 1, 1.5, 2, 3, 3.5, 5, 6, 7, 33.33],
    options: { growthFactor: 17 },
    schema: -2,
    zero: [atDefault, 0],
    spans: [[0, 3]],
    deltas: [2, 5, -6],
  },
  {
    name: "wide zero bucket",
    observations: [0, 1, 1.2, 1.4, 1.8, 2],
    options: { growthFactor: 1.2, zeroThreshold: 1.4 },
    schema: 2,
    zero: [1.4, 4],
    spans: [[4, 1]],
    deltas: [2],
  },
  {
    name: "NaN observation",
    observations: [0, 1, 1.2, 1.4, 1.8, 2, Number.NaN],
    options: { growthFactor: 1.2 },
    schema: 2,
    zero: [atDefault, 1],
    spans: [[0, 5]],
    deltas: [1, -1, 2, -2, 2],
  },
  {
    name: "Inf observation",
    observations: [0, 1, 1.2, 1.4, 1.8, 2, inf],
    options: { growthFactor: 1.2 },
    schema: 2,
    zero: [atDefault, 1],
    spans: [
      [0, 5],
      [4092, 1],
    ],
    deltas: [1, -1, 2, -2, 2, -1],
  },
  {
    name: "limited buckets but nothing triggered",
    observations: [0, 1, 1.2, 1.4, 1.8, 2],
    options: { growthFactor: 1.2, maxBuckets: 4 },
    schema: 2,
    zero: [atDefault, 1],
    spans: [[0, 5]],
    deltas: [1, -1, 2, -2, 2],
  },
  {
    name: "buckets limited by halving resolution",
    observations: [0, 1, 1.1, 1.2, 1.4, 1.8, 2, 3],
    options: { growthFactor: 1.2, maxBuckets: 4 },
    schema: 1,
    zero: [atDefault, 1],
    spans: [[0, 5]],
    deltas: [1, 2, -1, -2, 1],
  },
  {
    name: "buckets limited by widening the zero bucket",
    observations: [0, 1, 1.1, 1.2, 1.4, 1.8, 2, 3],
    options: { growthFactor: 1.2, maxBuckets: 4, maxZeroThreshold: 1.2 },
    schema: 2,
    zero: [1, 2],
    spans: [[1, 7]],
    deltas: [1, 1, -2, 2, -2, 0, 1],
  },
  {
    name: "buckets limited by widening the zero bucket twice",
    observations: [0, 1, 1.1, 1.2, 1.4, 1.8, 2, 3, 4],
    options: { growthFactor: 1.2, maxBuckets: 4, maxZeroThreshold: 1.2 },
    schema: 2,
    zero: [1.189207115002721, 3],
    spans: [[2, 7]],
    deltas: [2, -2, 2, -2, 0, 1, 0],
  },
  {
    name: "buckets limited by reset",
    observations: [0, 1, 1.1, 1.2, 1.4, 1.8, 2, 3, 4],
    options: { growthFactor: 1.2, maxBuckets: 4, maxZeroThreshold: 1.2, minResetSeconds: 300 },
    schema: 2,
    zero: [atDefault, 0],
    spans: [[7, 2]],
    deltas: [1, 0],
    createdMinutes: 8,
  },
  {
    name: "buckets limited by halving resolution, then reset",
    observations: [0, 1, 1.1, 1.2, 1.4, 1.8, 2, 5, 5.1, 3, 4],
    options: { growthFactor: 1.2, maxBuckets: 4, minResetSeconds: 540 },
    schema: 2,
    zero: [atDefault, 0],
    spans: [[7, 4]],
    deltas: [1, 0, -1, 1],
    createdMinutes: 9,
  },
  {
    name: "buckets limited by widening the zero bucket, then reset",
    observations: [0, 1, 1.1, 1.2, 1.4, 1.8, 2, 5, 5.1, 3, 4],
    options: { growthFactor: 1.2, maxBuckets: 4, maxZeroThreshold: 1.2, minResetSeconds: 540 },
    schema: 2,
    zero: [atDefault, 0],
    spans: [[7, 4]],
    deltas: [1, 0, -1, 1],
    createdMinutes: 9,
  },
];

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

  test("keep buckets apart that lie any power of two apart", () => {
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

  test("count both zeros, and what equals the threshold, in the zero bucket", () => {
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

  test("undo a loss of resolution with the first observation after a snapshot once they are old enough", () => {
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

  test("agree, after any observations, with a count of all observations since the last reset", () => {
    const value = fc.oneof(
      fc.double(),
      fc.double({ min: -100, max: 100 }),
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

describe("the native option", () => {
  test.each([[undefined], [false]])("%s means no native buckets", (native) => {
    expect(checkNativeHistogram("m", native)).toBeUndefined();
  });

  test("takes the defaults of the specification", () => {
    expect(checkNativeHistogram("m", true)).toEqual({
      growthFactor: 1.1,
      zeroThreshold: 2 ** -128,
      maxZeroThreshold: 0,
      maxBuckets: 160,
      minResetSeconds: 3600,
    });
  });

  test("takes a zero threshold above 0, without which servers do not tell an empty native histogram", () => {
    expect(checkNativeHistogram("m", { zeroThreshold: 0 })).toMatchObject({ zeroThreshold: 2 ** -1072 });
  });

  test.each([
    [{ growthFactor: 1 }, RangeError, "m: native.growthFactor must be a finite number above 1, but was 1."],
    [{ growthFactor: "2" }, TypeError, 'm: native.growthFactor must be a finite number above 1, but was "2".'],
    [{ zeroThreshold: -1 }, RangeError, "m: native.zeroThreshold must be a finite number of at least 0, but was -1."],
    [{ maxZeroThreshold: inf }, RangeError, "m: native.maxZeroThreshold must be a finite number of at least 0"],
    [{ maxBuckets: 1.5 }, RangeError, "m: native.maxBuckets must be a whole number of at least 0"],
    [{ minResetSeconds: Number.NaN }, RangeError, "m: native.minResetSeconds must be at least 0"],
    [
      { buckets: 3 },
      TypeError,
      'm: unknown option "native.buckets". The options are native.growthFactor, native.zeroThreshold',
    ],
    [3, TypeError, "m: native must be true, false or an object of options, but was 3."],
    [[], TypeError, "m: native must be true, false or an object of options, but was []."],
  ])("refuses %j", (native, type, message) => {
    expect(() => checkNativeHistogram("m", native)).toThrow(type);
    expect(() => checkNativeHistogram("m", native)).toThrow(message);
  });
});
