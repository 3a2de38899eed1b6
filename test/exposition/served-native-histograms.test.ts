import fc from "fast-check";
import { describe, expect, onTestFinished, test } from "vitest";
import { parse } from "../../src/exposition/index.js";
import {
  Histogram,
  type HistogramMetric,
  type MetricFamily,
  type NativeOptions,
  onError,
  Registry,
  render,
} from "../../src/index.js";
import type { BucketSpan, NativeBuckets } from "../../src/model/families/metric.js";
import { fakeClock } from "../../src/testing/fake-clock.js";

const protobuf = "application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily; encoding=delimited";

const value = fc.oneof(
  fc.double(),
  fc.double({ min: -100, max: 100, noNaN: true }),
  fc.integer({ min: -1074, max: 1023 }).map((exponent) => 2 ** exponent),
  fc.constantFrom(0, -0, 1, 5e-324, 2 ** -128, Number.MAX_VALUE, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY),
);

const options: fc.Arbitrary<NativeOptions> = fc.record(
  {
    growthFactor: fc.constantFrom(1.001, 1.1, 2, 5, 1e9),
    zeroThreshold: fc.constantFrom(0, 2 ** -128, 1e-3, 1, 10),
    maxZeroThreshold: fc.constantFrom(0, 1e-3, 1, 1e9),
    maxBuckets: fc.constantFrom(0, 1, 2, 5, 20),
    minResetSeconds: fc.constantFrom(0, 10, 60),
  },
  { requiredKeys: [] },
);

const step = fc.record({
  series: fc.constantFrom("a", "b"),
  value,
  seconds: fc.constantFrom(0, 1, 30),
  exemplar: fc.boolean(),
  scraped: fc.boolean(),
});

/** What a server makes of spans: the index of each bucket. */
function indexesOf(spans: readonly BucketSpan[]): number[] {
  let index = 0;
  return spans.flatMap(({ offset, length }) => {
    index += offset;
    const first = index;
    index += length;
    return Array.from({ length }, (_, i) => first + i);
  });
}

function expectConsistent(
  { count, sum, native, buckets, created = 0 }: HistogramMetric,
  observed: readonly number[],
): void {
  expect(count).toBe(observed.length);
  expect(sum).toBe(observed.reduce((total, one) => total + one, 0));
  expect(buckets.at(-1)?.count).toBe(count);
  const { schema, zeroThreshold, zeroCount, exemplars } = native as NativeBuckets;
  expect([-4, -3, -2, -1, 0, 1, 2, 3, 4, 5, 6, 7, 8]).toContain(schema);
  expect(zeroThreshold).toBeGreaterThan(0);
  let inBuckets = zeroCount;
  for (const sign of ["positive", "negative"] as const) {
    const spans = (native as NativeBuckets)[`${sign}Spans`];
    const counts = (native as NativeBuckets)[`${sign}Counts`];
    expect(indexesOf(spans)).toHaveLength(counts.length);
    expect(spans.slice(1).every(({ offset }) => offset > 0)).toBe(true);
    expect(spans.every(({ length }) => length > 0)).toBe(true);
    expect(counts.every((each) => Number.isInteger(each) && each >= 0)).toBe(true);
    // The overflow bucket is the one behind that of the largest number.
    const overflow = schema >= 0 ? 1024 * 2 ** schema + 1 : 1024 / 2 ** -schema + 1;
    expect(Math.max(0, ...indexesOf(spans))).toBeLessThanOrEqual(overflow);
    inBuckets += counts.reduce((total, each) => total + each, 0);
  }
  expect(inBuckets).toBe(observed.filter((one) => !Number.isNaN(one)).length);
  expect(exemplars.length).toBeLessThanOrEqual(10);
  for (const exemplar of exemplars) {
    expect(observed).toContain(exemplar.value);
    expect(exemplar.timestamp).toBeGreaterThanOrEqual(created);
  }
}

describe("a served native histogram", () => {
  test("is consistent after any observations, resets and scrapes, with any options", async () => {
    const classic = fc.constantFrom(undefined, [-1, 1, 100]);
    await fc.assert(
      fc.asyncProperty(options, classic, fc.array(step, { maxLength: 60 }), async (native, buckets, steps) => {
        using clock = fakeClock();
        const registry = new Registry();
        const given = { name: "h", help: "", labelNames: ["series"], native, ...(buckets && { buckets }) } as const;
        const histogram = new Histogram({ ...given, registry });
        const observed: Record<string, number[]> = {};
        const expectServed = async (): Promise<void> => {
          const { body } = await render(registry, { accept: protobuf });
          const [family] = parse(body, protobuf) as [MetricFamily?];
          const metrics = [...(family?.metrics ?? [])] as HistogramMetric[];
          expect(metrics).toHaveLength(Object.keys(observed).length);
          for (const metric of metrics) expectConsistent(metric, observed[metric.labels["series"] ?? ""] ?? []);
        };
        for (const { series, value: one, seconds, exemplar, scraped } of steps) {
          clock.advance(seconds);
          histogram.observe({ series }, one, exemplar ? { exemplar: { trace_id: "a" } } : undefined);
          // Whatever else is lost in a reset, the observation that caused it is not.
          const isAnew = histogram.get({ series })?.count === 1;
          observed[series] = isAnew ? [one] : [...(observed[series] ?? []), one];
          if (scraped) await expectServed();
        }
        await expectServed();
      }),
      { numRuns: 200 },
    );
  });

  test("is recognized as native before the first observation", async () => {
    const registry = new Registry();
    new Histogram({ name: "h", help: "", native: { zeroThreshold: 0 }, registry });
    const { body } = await render(registry, { accept: protobuf });
    const [family] = parse(body, protobuf);
    expect([...(family?.metrics ?? [])]).toMatchObject([{ count: 0, native: { zeroCount: 0, positiveSpans: [] } }]);
  });

  test("whose text lacks its buckets is reported with the remedy", async () => {
    const messages: string[] = [];
    onError((error) => messages.push((error as Error).message));
    onTestFinished(() => void onError(undefined));
    const registry = new Registry();
    new Histogram({ name: "h", help: "", native: true, registry });
    await render(registry);
    expect(messages).toEqual([
      "the metric has only native buckets, which text formats cannot represent. Scrape it as protobuf, or add classic buckets.",
    ]);
  });

  test.each([
    ["only native buckets", ["h: NARTHEX_NATIVE_BUCKETS_OMITTED"], { native: true }],
    ["native and classic buckets", [], { native: true, buckets: [1] }],
    ["only classic buckets", [], { buckets: [] }],
  ] as const)("with %s makes a scrape as text report %j", async (_, expected, options) => {
    const reports: string[] = [];
    onError((_error, { source, code }) => reports.push(`${source}: ${code}`));
    onTestFinished(() => void onError(undefined));
    const registry = new Registry();
    new Histogram({ name: "h", help: "", ...options, registry }).observe(1);
    await render(registry, { accept: protobuf });
    expect(reports).toEqual([]);
    await render(registry);
    await render(registry);
    expect(reports).toEqual(expected);
  });
});
