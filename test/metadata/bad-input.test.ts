import { describe, expect, test } from "vitest";
import {
  Counter,
  counter,
  Gauge,
  gauge,
  Histogram,
  histogram,
  Info,
  StateSet,
  Summary,
  summary,
} from "../../src/index.js";

const kinds = { Counter, Gauge, Histogram, Summary, Info, StateSet } as unknown as Record<
  string,
  new (
    options: unknown,
  ) => unknown
>;
const specs = { Counter: counter, Gauge: gauge, Histogram: histogram, Summary: summary } as unknown as Record<
  string,
  (options: unknown) => unknown
>;

/** A kind of collector, invalid options and the message of the error. */
const table: [kind: string, options: unknown, message: string][] = [
  ["Counter", undefined, "A counter: options must be an object with name and help, but was undefined."],
  ["Gauge", "g", 'A gauge: options must be an object with name and help, but was "g".'],
  ["Counter", { help: "" }, "A counter: name must be a non-empty string, but was undefined."],
  ["Counter", { name: "", help: "" }, 'A counter: name must be a non-empty string, but was "".'],
  ["Counter", { name: 5, help: "" }, "A counter: name must be a non-empty string, but was 5."],
  ["Gauge", { name: "g" }, "g: help must be a string that says what is measured, but was undefined."],
  ["Gauge", { name: "g", help: 5 }, "g: help must be a string, but was 5."],
  [
    "Gauge",
    { name: "my metric", help: "" },
    '"my metric": name must consist of letters, digits, "_" and ":", and not start with a digit, but was "my metric". To allow any UTF-8 name, set nameValidation to "utf8".',
  ],
  ["Gauge", { name: "1st", help: "" }, '"1st": name must consist of letters'],
  ["Gauge", { name: "a-b", help: "" }, '"a-b": name must consist of letters'],
  ["Gauge", { name: "é", help: "" }, '"é": name must consist of letters'],
  [
    "Gauge",
    { name: "\ud800", help: "", nameValidation: "utf8" },
    "name must be well-formed text, without lone surrogates",
  ],
  [
    "Gauge",
    { name: "g_total", help: "" },
    'g_total: name must not end in _total, which is reserved for counters, but was "g_total".',
  ],
  [
    "Histogram",
    { name: "g_bucket", help: "" },
    "g_bucket: name must not end in _bucket, which formats add to the names of samples",
  ],
  [
    "Gauge",
    { name: "g", help: "", label_names: [] },
    'g: unknown option "label_names". The options are name, help, kind, labelNames',
  ],
  ["Gauge", { name: "g", help: "", buckets: [] }, 'g: unknown option "buckets"'],
  [
    "Gauge",
    { name: "g", help: "", labelNames: "a" },
    'g: labelNames must be a list of names, or an object of names and their values, but was "a".',
  ],
  [
    "Gauge",
    { name: "g", help: "", labelNames: ["a-b"] },
    'g: labelNames must consist of letters, digits and "_", and not start with a digit, but was "a-b".',
  ],
  [
    "Gauge",
    { name: "g", help: "", labelNames: ["a", "a"] },
    'g: labelNames must contain each label once, but was "a".',
  ],
  ["Gauge", { name: "g", help: "", labelNames: [5] }, "g: labelNames must contain only non-empty strings, but was 5."],
  [
    "Gauge",
    { name: "g", help: "", labelNames: ["__x"] },
    'g: labelNames must not start with "__", which Prometheus reserves, but was "__x".',
  ],
  [
    "Histogram",
    { name: "g", help: "", labelNames: ["le"] },
    'g: labelNames must not be "le", which formats add to histograms and summaries, but was "le".',
  ],
  ["Summary", { name: "g", help: "", labelNames: ["quantile"] }, 'g: labelNames must not be "quantile"'],
  [
    "Gauge",
    { name: "g", help: "", labelNames: { a: [] } },
    "g: labelNames.a must be true or a list of the values that it may take, but was [].",
  ],
  [
    "Gauge",
    { name: "g", help: "", constLabels: [] },
    "g: constLabels must be an object of label names and values, but was [].",
  ],
  ["Gauge", { name: "g", help: "", constLabels: { a: 1 } }, "g: constLabels.a must be a string, but was 1."],
  ["Gauge", { name: "g", help: "", constLabels: { "a b": "" } }, "g: constLabels must consist of letters"],
  [
    "Gauge",
    { name: "g", help: "", labelNames: ["a"], constLabels: { a: "" } },
    'g: constLabels must not repeat a name of labelNames, but was "a".',
  ],
  [
    "Gauge",
    { name: "g", help: "", unit: "seconds" },
    'g: unit must be the last part of the name (…_seconds), but was "seconds".',
  ],
  [
    "Counter",
    { name: "g_seconds", help: "", unit: "bytes" },
    "g_seconds: unit must be the last part of the name, before any _total (…_bytes)",
  ],
  ["Info", { name: "g_seconds", help: "", unit: "seconds" }, "g_seconds: unit must be omitted for an info, but was"],
  ["Gauge", { name: "g", help: "", maxSeries: 0 }, "g: maxSeries must be a whole number of at least 1, but was 0."],
  ["Gauge", { name: "g", help: "", maxSeries: 1.5 }, "g: maxSeries must be a whole number of at least 1, but was 1.5."],
  ["Gauge", { name: "g", help: "", maxSeries: "9" }, 'g: maxSeries must be a whole number of at least 1, but was "9".'],
  ["Gauge", { name: "g", help: "", namespace: 5 }, "g: namespace must be a non-empty string, but was 5."],
  [
    "Gauge",
    { name: "g", help: "", nameValidation: "utf16" },
    'g: nameValidation must be "legacy" or "utf8", but was "utf16".',
  ],
  ["Gauge", { name: "g", help: "", kind: "counter" }, 'g: kind must be "gauge", but was "counter".'],
  ["Histogram", { name: "g", help: "", buckets: 5 }, "g: buckets must be a list of increasing numbers, but was 5."],
  ["Histogram", { name: "g", help: "", buckets: [1, "2"] }, 'g: buckets must contain only numbers, but was "2".'],
  [
    "Histogram",
    { name: "g", help: "", buckets: [2, 1] },
    "g: buckets must increase, but was [2,1]. The bound 1 follows 2.",
  ],
  [
    "Histogram",
    { name: "g", help: "", native: "yes" },
    'g: native must be true, false or an object of options, but was "yes".',
  ],
  [
    "Histogram",
    { name: "g", help: "", native: { growthFactor: 1 } },
    "g: native.growthFactor must be a finite number above 1, but was 1.",
  ],
  [
    "Histogram",
    { name: "g", help: "", native: { maxBuckets: -1 } },
    "g: native.maxBuckets must be a whole number of at least 0, where 0 and Infinity mean no limit, but was -1.",
  ],
  [
    "Histogram",
    { name: "g", help: "", native: { schema: 3 } },
    'g: unknown option "native.schema". The options are native.growthFactor, native.zeroThreshold',
  ],
  [
    "Summary",
    { name: "g", help: "", quantiles: [0.5] },
    "g: quantiles must be an object of quantiles and their errors, such as { 0.99: 0.001 }, but was [0.5].",
  ],
  ["Summary", { name: "g", help: "", quantiles: { 50: 0.1 } }, 'g: quantiles must be between 0 and 1, but was "50".'],
  [
    "Summary",
    { name: "g", help: "", quantiles: { 0.5: 0 } },
    "g: the error of quantile 0.5 must be a number above 0 and below 1, but was 0.",
  ],
  [
    "Summary",
    { name: "g", help: "", ageBuckets: Number.POSITIVE_INFINITY },
    "g: ageBuckets must be a finite whole number of at least 1, but was Infinity.",
  ],
  ["Summary", { name: "g", help: "", maxAgeSeconds: -1 }, "g: maxAgeSeconds must be a number above 0, but was -1."],
];

const isRecord = (options: unknown): options is object => typeof options === "object" && options !== null;

describe("an option of a live collector", () => {
  test.each(table)("%s with %j is rejected", (kind, options, message) => {
    const Kind = kinds[kind] as new (options: unknown) => unknown;
    expect(() => new Kind(isRecord(options) ? { ...options, registry: null } : options)).toThrow(message);
  });
});

describe("an option of a spec", () => {
  test.each(table.filter(([kind]) => kind in specs))("%s with %j is rejected", (kind, options, message) => {
    expect(() => specs[kind]?.(options)).toThrow(message);
  });
});

describe("a live collector", () => {
  test("rejects an option collect that is not a function", () => {
    expect(() => new Gauge({ name: "g", help: "", registry: null, collect: 5 as never })).toThrow(
      "g: collect must be a function, but was 5.",
    );
  });

  test("rejects collect if its kind does not support it", () => {
    const options = { name: "g", help: "", states: ["on"], registry: null, collect: () => 1 };
    expect(() => new StateSet(options as never)).toThrow('g: unknown option "collect"');
  });

  test("rejects an option registry that is not a registry", () => {
    expect(() => new Gauge({ name: "g", help: "", registry: {} as never })).toThrow(
      "g: registry must be a registry, or null for none",
    );
  });
});

describe("a spec", () => {
  test("rejects the options of live collectors", () => {
    expect(() => gauge({ name: "g", help: "", registry: null } as never)).toThrow('g: unknown option "registry"');
  });

  test("is frozen", () => {
    expect(gauge({ name: "g", help: "" })).toSatisfy(Object.isFrozen);
  });
});
