import fc from "fast-check";
import { findEscapingCollision } from "../../../src/model/families/escaping-schemes.js";
import type { MetricFamily } from "../../../src/model/families/metric-family.js";
import type { Common, Recipe, Series } from "./recipe.js";

/** Text that exposition formats must escape, or that is difficult for their readers. */
const nastyText = [
  "",
  '"',
  "\\",
  "\n",
  "\\n",
  '\\"',
  "\r",
  "\t",
  "\0",
  "}",
  "{",
  ",",
  "=",
  " # ",
  '",b="',
  "# EOF",
  "\u0085",
  "\u2028",
  "\ufeff",
  "\ufffd",
  "\ud800",
  "\udc00x",
  "😀",
  "ä\u0308",
  "__proto__",
  "constructor",
  "true",
];

const text: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(...nastyText),
  fc.string({ unit: "binary", maxLength: 12 }),
  fc.array(fc.constantFrom(...nastyText), { maxLength: 6 }).map((parts) => parts.join("")),
);

const value: fc.Arbitrary<number> = fc.oneof(
  fc.constantFrom(0, -0, 1, NaN, Infinity, -Infinity, 5e-324, 1e-320, 1e-7, 0.1, 1e6, 1e15, 1e21, 2 ** 53 + 2, 1.7e308),
  fc.double(),
  fc.integer(),
);

/** Values of a counter. */
const total: fc.Arbitrary<number> = value.map((any) => (Number.isNaN(any) ? 0 : Math.abs(any)));

const labelName = fc.oneof(
  fc.constantFrom(
    "a",
    "method",
    "constructor",
    "toString",
    "valueOf",
    "length",
    "hasOwnProperty",
    "_x",
    "A9",
    "job",
    "name",
  ),
  fc.stringMatching(/^[a-zA-Z][a-zA-Z0-9_]{0,7}$/).filter((name) => name !== "le" && name !== "quantile"),
);

const labelNames = fc.uniqueArray(labelName, { maxLength: 4 });

function values(names: readonly string[]): fc.Arbitrary<readonly string[]> {
  return fc.tuple(...names.map(() => text));
}

const trace = fc.option(fc.string({ unit: fc.constantFrom(..."0123456789abcdef"), minLength: 1, maxLength: 32 }), {
  nil: undefined,
});

function series(names: readonly string[], number: fc.Arbitrary<number>): fc.Arbitrary<readonly Series[]> {
  const one = fc.record({
    labels: values(names),
    numbers: fc.array(number, { maxLength: 4 }),
    trace,
  });
  return fc.array(one, { maxLength: 5 });
}

const common = fc
  .record({
    word: fc.stringMatching(/^[a-zA-Z_:][a-zA-Z0-9_:]{0,9}$/),
    help: text,
    names: labelNames,
    optional: fc.nat(4),
    fixed: labelNames,
    fill: text,
    unit: fc.option(fc.constantFrom("seconds", "bytes", "ratio"), { nil: undefined }),
  })
  .map(({ word, help, names, optional, fixed, fill, unit }) => ({
    name: word,
    help,
    unit,
    labelNames: names,
    optional,
    constLabels: Object.fromEntries(fixed.filter((name) => !names.includes(name)).map((name) => [name, fill])),
  }));

const bounds = fc
  .uniqueArray(
    fc
      .oneof(fc.constantFrom(0.001, 0.1, 1, 2.5, 10, 999999, 1e6, 123456789, 1e-7, Infinity), value)
      .filter((bound) => bound > -Infinity)
      .map((bound) => bound + 0),
    { minLength: 1, maxLength: 6 },
  )
  .map((some) => some.sort((a, b) => a - b));

const quantiles = fc
  .uniqueArray(fc.oneof(fc.constantFrom(0, 0.5, 0.99, 1, 1e-5), fc.double({ min: 0, max: 1, noNaN: true })), {
    selector: (quantile) => quantile + 0,
    maxLength: 4,
  })
  .map((some) => some.map((quantile) => quantile + 0).sort((a, b) => a - b));

const quantileTargets = quantiles.map((some) => Object.fromEntries(some.map((quantile) => [quantile, 0.01])));

/** Limits that a few observations exceed. */
const native = fc.record({
  growthFactor: fc.constantFrom(1.01, 1.1, 2, 70_000),
  zeroThreshold: fc.constantFrom(0, 2 ** -128, 1e-7, 1),
  maxZeroThreshold: fc.constantFrom(0, 1, 1e6),
  maxBuckets: fc.constantFrom(0, 1, 3, 160),
});

const states = fc.uniqueArray(
  text.filter((state) => state !== ""),
  {
    minLength: 1,
    maxLength: 4,
    selector: (state) => state.toWellFormed(),
  },
);

/** Series of a type that only custom collectors have, or with timestamps. */
function customFamily({ name, help, labelNames }: Common): fc.Arbitrary<MetricFamily> {
  const labels = values(labelNames).map((all) =>
    Object.fromEntries(labelNames.map((label, i) => [label, all[i] ?? ""])),
  );
  const timestamp = fc.option(fc.integer({ min: 1, max: 4_000_000_000_000 }).map((ms) => ms / 1000));
  const stamped = fc.record({ labels, timestamp }).map(({ labels: own, timestamp: at }) => ({
    labels: own,
    ...(at !== null && { timestamp: at }),
  }));
  const gauge = fc.record({ base: stamped, number: value }).map(({ base, number }) => ({ ...base, value: number }));
  const histogram = fc
    .record({ base: stamped, bounds, counts: fc.array(fc.nat(), { minLength: 7, maxLength: 7 }), sum: value })
    .map(({ base, bounds: upper, counts, sum }) => {
      let count = 0;
      const buckets = [...upper.filter(Number.isFinite), Infinity].map((upperBound, i) => {
        count += counts[i] ?? 0;
        return { upperBound, count };
      });
      return { ...base, count, sum, buckets };
    });
  const summary = fc
    .record({ base: stamped, quantiles, estimate: value, count: fc.nat(), sum: value })
    .map(({ base, quantiles: some, estimate, count, sum }) => {
      return { ...base, count, sum, quantiles: some.map((quantile) => ({ quantile, value: estimate })) };
    });
  return fc.oneof(
    summary.map((metric): MetricFamily => ({ name, help, type: "summary", metrics: [metric] })),
    gauge.map((metric): MetricFamily => ({ name, help, type: "unknown", metrics: [metric] })),
    gauge.map((metric): MetricFamily => ({ name, help, type: "gauge", metrics: [metric] })),
    histogram.map((metric): MetricFamily => ({ name, help, type: "gaugehistogram", metrics: [metric] })),
    histogram.map((metric): MetricFamily => ({ name, help, type: "histogram", metrics: [metric] })),
  );
}

/** The recipe of a collector of each kind. */
const kinds: readonly ((base: Common) => fc.Arbitrary<Recipe>)[] = [
  (base) =>
    fc
      .record({ series: series(base.labelNames, total), totalSuffix: fc.boolean() })
      .map((rest) => ({ ...base, ...rest, kind: "counter" })),
  (base) => series(base.labelNames, value).map((some) => ({ ...base, kind: "gauge", series: some })),
  (base) =>
    fc
      .record({ series: series(base.labelNames, value), quantiles: quantileTargets })
      .map((rest) => ({ ...base, ...rest, kind: "summary" })),
  (base) =>
    fc
      .record({
        series: series(base.labelNames, value),
        buckets: bounds,
        native: fc.option(native, { nil: undefined }),
      })
      .map((rest) => ({ ...base, ...rest, kind: "histogram" })),
  (base) =>
    fc.record({ names: labelNames, fill: text }).map(({ names, fill }) => ({
      ...base,
      labelNames: [],
      unit: undefined,
      kind: "info",
      facts: Object.fromEntries(
        names.filter((name) => !Object.hasOwn(base.constLabels, name)).map((name) => [name, fill]),
      ),
    })),
  // The name of a state set is also a label name, and label names have no colon.
  (base) =>
    fc
      .record({ series: series(base.labelNames, total), states })
      .map((rest) => ({ ...base, ...rest, name: base.name.replaceAll(":", "_"), unit: undefined, kind: "stateset" })),
  (base) =>
    customFamily(base).map((family) => ({
      ...base,
      kind: "custom",
      family: { ...family, ...(base.unit !== undefined && { unit: base.unit }) },
    })),
];

const recipe = fc.tuple(common, fc.constantFrom(...kinds)).chain(([base, build]) => build(base));

/** Recipes of collectors of every kind, with text that must be escaped and extreme numbers. */
export const recipes: fc.Arbitrary<readonly Recipe[]> = fc.array(recipe, { maxLength: 6 });

const utf8Name = fc.oneof(
  fc.constantFrom(
    "http.requests",
    "a_b",
    "a.b",
    "0",
    "0a",
    ":",
    "é",
    "😀",
    '"',
    "\\",
    "\n",
    " ",
    "{}",
    "U__a",
    "_dot_",
    "__dot__",
  ),
  fc.string({ unit: "grapheme", minLength: 1, maxLength: 8 }),
);

/** Names that are not legacy names, and label values under such names. */
export const utf8Names: fc.Arbitrary<{ name: string; labels: [name: string, value: string][] }> = fc.record({
  name: utf8Name,
  labels: fc
    .uniqueArray(
      fc.tuple(
        utf8Name.filter((name) => !/^(__.*|le|quantile)$/s.test(name)),
        text,
      ),
      { maxLength: 3, selector: ([label]) => label },
    )
    .filter((labels) => findEscapingCollision(labels.map(([label]) => label)) === undefined),
});
