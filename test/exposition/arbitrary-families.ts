import fc from "fast-check";
import type {
  BucketSpan,
  Exemplar,
  HistogramMetric,
  Labels,
  NativeBuckets,
  TimedExemplar,
} from "../../src/model/families/metric.js";
import type { MetricFamily, MetricType } from "../../src/model/families/metric-family.js";

/** What random families may hold. */
export interface FamilyConstraints {
  /** Whether names may be any UTF-8 text. */
  utf8?: boolean;
}

const anyText = fc.string({ unit: "binary", maxLength: 12 }).map((text) => text.toWellFormed());
// Blanks before a help belong to no one in the text formats.
const help = anyText.map((text) => text.replace(/^[ \t]+/, ""));
const plainText = fc.stringMatching(/^[a-z0-9 ☃]{0,12}$/);
const anyValue = fc.double();
const count = fc.nat(1_000_000);
const time = fc.integer({ min: 1000, max: 4_000_000_000_000 }).map((milliseconds) => milliseconds / 1000);
const timedExemplar: fc.Arbitrary<TimedExemplar> = fc.record({
  labels: fc.oneof(
    fc.constant({}),
    plainText.map((trace_id): Labels => ({ trace_id })),
  ),
  value: fc.double({ noNaN: true, max: 0 }),
  timestamp: time,
});
const exemplar: fc.Arbitrary<Exemplar> = fc
  .tuple(timedExemplar, fc.boolean())
  .map(([{ timestamp, ...untimed }, isTimed]) => (isTimed ? { ...untimed, timestamp } : untimed));
const legacyLabelNames = ["a", "b", "_c", "constructor", "toString", "__proto__", "le_"];
const utf8LabelNames = ["http.method", 'quoted "x"', "back\\slash", "ü", "1st"];

/** Lists of valid families of all types, with names that do not clash. */
export function families({ utf8 = false }: FamilyConstraints = {}): fc.Arbitrary<MetricFamily[]> {
  const type = fc.constantFrom<MetricType>(
    "counter",
    "gauge",
    "histogram",
    "gaugehistogram",
    "summary",
    "info",
    "stateset",
    "unknown",
  );
  const stem = utf8
    ? fc.constantFrom("x", "http.requests", 'q"\\\n', "ünïts")
    : fc.stringMatching(/^[a-z][a-z0-9_]{0,8}$/);
  const names = fc.array(fc.tuple(type, stem), { maxLength: 6 });
  return names.chain((list) => fc.tuple(...list.map(([kind, name], index) => family(kind, `m${index}_${name}`, utf8))));
}

function family(type: MetricType, stem: string, utf8: boolean): fc.Arbitrary<MetricFamily> {
  const hasUnit = fc.boolean().map((yes) => yes && type !== "info" && type !== "stateset");
  const counterSuffix = fc.constantFrom("_total", "");
  return fc.tuple(hasUnit, counterSuffix).chain(([withUnit, total]) => {
    const suffix = { counter: total, info: "_info" }[type as string] ?? "";
    const name = `${stem}${withUnit ? "_seconds" : ""}${suffix}`;
    return fc
      .record({
        help,
        metrics: series(utf8).chain((list) => fc.tuple(...list.map((each) => metric(type, each)))),
      })
      .map((rest) => ({ name, type, ...rest, ...(withUnit && { unit: "seconds" }) }) as unknown as MetricFamily);
  });
}

/** Label sets with the same names and values that differ. */
function series(utf8: boolean): fc.Arbitrary<Labels[]> {
  const names = utf8 ? [...legacyLabelNames, ...utf8LabelNames] : legacyLabelNames;
  return fc.subarray(names, { maxLength: 3 }).chain((chosen) =>
    fc.uniqueArray(
      fc
        .tuple(...chosen.map(() => anyText))
        .map((values) => Object.fromEntries(chosen.map((name, i) => [name, values[i] ?? ""]))),
      { maxLength: 4, selector: (labels) => JSON.stringify(labels) },
    ),
  );
}

function metric(type: MetricType, labels: Labels): fc.Arbitrary<object> {
  // client_python takes all series of an info for one, of which either all have a timestamp or none.
  const timed = type === "info" ? fc.record({}) : fc.record({ timestamp: time }, { requiredKeys: [] });
  const base = timed.map((timestamp) => ({ labels, ...timestamp }));
  const started = fc.record({ created: time }, { requiredKeys: [] });
  return fc.tuple(base, started, content(type)).map(([own, start, value]) => {
    const hasStart = type === "counter" || type === "histogram" || type === "summary";
    return { ...own, ...(hasStart && start), ...value };
  });
}

function content(type: MetricType): fc.Arbitrary<object> {
  switch (type) {
    case "counter":
      return fc.record({ value: fc.double({ min: 0, noNaN: true }), exemplar }, { requiredKeys: ["value"] });
    case "histogram":
    case "gaugehistogram":
      return histogram();
    case "summary":
      return fc.record({
        count,
        sum: fc.double({ noNaN: true }),
        quantiles: fc
          .uniqueArray(
            fc.double({ min: 0, max: 1, noNaN: true }).map((quantile) => quantile + 0),
            { maxLength: 3 },
          )
          .chain((list) =>
            fc.tuple(...list.sort((a, b) => a - b).map((quantile) => anyValue.map((value) => ({ quantile, value })))),
          ),
      });
    case "info":
      return fc.record({ info: fc.dictionary(fc.constantFrom("version", "revision"), anyText) });
    case "stateset":
      return fc.record({ states: fc.dictionary(anyText, fc.boolean(), { minKeys: 1, maxKeys: 3 }) });
    default:
      return fc.record({ value: anyValue });
  }
}

function histogram(): fc.Arbitrary<Omit<HistogramMetric, "labels">> {
  const bounds = fc.uniqueArray(
    fc.double({ noNaN: true, noDefaultInfinity: true }).map((bound) => bound + 0),
    { maxLength: 4 },
  );
  return fc
    .record({
      bounds,
      sum: fc.double(),
      native: fc.option(nativeBuckets(), { nil: undefined }),
      increments: fc.array(count, { minLength: 5, maxLength: 5 }),
      exemplar: fc.option(exemplar, { nil: undefined }),
    })
    .map(({ bounds, sum, native, increments, exemplar }) => {
      const inNative =
        native === undefined
          ? 0
          : [native.zeroCount, ...native.positiveCounts, ...native.negativeCounts].reduce((a, b) => a + b);
      let total = inNative;
      const buckets = [...bounds.sort((a, b) => a - b), Infinity].map((upperBound, index) => {
        total += increments[index] ?? 0;
        return { upperBound, count: total, ...(exemplar && exemplar.value <= upperBound && { exemplar }) };
      });
      // What is counted and in no native bucket was NaN.
      const isComplete = native === undefined || total === inNative;
      return { count: total, sum: isComplete ? sum : NaN, buckets, ...(native && { native }) };
    });
}

function nativeBuckets(): fc.Arbitrary<NativeBuckets> {
  const spans = fc
    .array(fc.record({ offset: fc.nat(20), length: fc.integer({ min: 1, max: 4 }) }), { maxLength: 3 })
    .chain((list) => fc.tuple(fc.integer({ min: -100, max: -10 }), fc.constant(list)))
    .map(([first, list]): BucketSpan[] => list.map((span, index) => (index === 0 ? { ...span, offset: first } : span)));
  const side = spans.chain((list) => {
    const length = list.reduce((sum, span) => sum + span.length, 0);
    return fc.tuple(fc.constant(list), fc.array(count, { minLength: length, maxLength: length }));
  });
  return fc
    .record({
      schema: fc.integer({ min: -4, max: 8 }),
      zeroThreshold: fc.constantFrom(2 ** -128, 0.001),
      zeroCount: count,
      positive: side,
      negative: side,
      exemplars: fc.array(timedExemplar, { maxLength: 2 }),
    })
    .map(({ positive, negative, ...rest }) => ({
      ...rest,
      positiveSpans: positive[0],
      positiveCounts: positive[1],
      negativeSpans: negative[0],
      negativeCounts: negative[1],
    }));
}
