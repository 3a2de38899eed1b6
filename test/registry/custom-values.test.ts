import { describe, expect, test } from "vitest";
import type { MetricFamily, MetricType } from "../../src/index.js";
import { checkFamily } from "../../src/registry/checks/check-family.js";

/** Returns why a series is invalid in a family of this type, or `undefined`. */
function problem(type: MetricType, metric: object): string | undefined {
  const name = { counter: "x_total", info: "x_info" }[type as string] ?? "x";
  const family = { name, type, help: "", metrics: [{ labels: {}, ...metric }] } as unknown as MetricFamily;
  const result = checkFamily(family).next();
  expect(result.done).toBe(true);
  return result.value?.message.replace(" The labels of the series are {}.", "");
}

const infinity = Number.POSITIVE_INFINITY;
const exemplar = { labels: { trace: "a" }, value: 1, timestamp: 1 };
const summary = { count: 1, sum: 1, quantiles: [{ quantile: 0.5, value: 1 }] };
const histogram = {
  count: 2,
  sum: 1,
  buckets: [
    { upperBound: 1, count: 1 },
    { upperBound: infinity, count: 2 },
  ],
};

function quantiles(...list: readonly (readonly [unknown, unknown])[]): object {
  return { ...summary, quantiles: list.map(([quantile, value]) => ({ quantile, value })) };
}

function buckets(...list: readonly (readonly [number, unknown])[]): object {
  const all = list.map(([upperBound, count]) => ({ upperBound, count }));
  return { ...histogram, count: all.at(-1)?.count, buckets: all };
}

function withNative(changed: object): object {
  const native = {
    schema: 3,
    zeroThreshold: 0,
    zeroCount: 1,
    positiveSpans: [{ offset: -4, length: 1 }],
    positiveCounts: [1],
    negativeSpans: [],
    negativeCounts: [],
    exemplars: [],
  };
  return { ...histogram, native: { ...native, ...changed } };
}

describe("a value is valid:", () => {
  test.each<[string, MetricType, object]>([
    ["a counter of 0", "counter", { value: 0 }],
    ["an infinite counter", "counter", { value: infinity }],
    ["a counter with an exemplar", "counter", { value: 1, exemplar }],
    ["an exemplar without a timestamp", "counter", { value: 1, exemplar: { labels: {}, value: 1 } }],
    ["native buckets", "histogram", withNative({})],
    ["no native buckets", "histogram", { ...histogram, native: undefined }],
    ["native buckets without observations", "histogram", withNative({ positiveSpans: [], positiveCounts: [] })],
    ["a native exemplar with a timestamp", "histogram", withNative({ exemplars: [exemplar] })],
    ["a counter with an exemplar without labels", "counter", { value: 1, exemplar: { ...exemplar, labels: {} } }],
    ["a negative gauge", "gauge", { value: -1 }],
    ["a gauge of NaN", "gauge", { value: Number.NaN }],
    ["an unknown value", "unknown", { value: 1 }],
    ["a value with a timestamp", "gauge", { value: 1, timestamp: 0 }],
    ["a summary", "summary", summary],
    ["an empty summary", "summary", { count: 0, sum: 0, quantiles: [] }],
    ["the quantiles 0 and 1", "summary", quantiles([0, 1], [1, Number.NaN])],
    ["facts", "info", { info: { version: "1" } }],
    ["no facts", "info", { info: {} }],
    ["states", "stateset", { states: { on: true } }],
    ["a histogram", "histogram", histogram],
    ["a gauge histogram", "gaugehistogram", histogram],
    ["equal cumulative counts", "histogram", buckets([1, 0], [2, 0], [infinity, 0])],
    ["a single bucket", "histogram", buckets([infinity, 3])],
    [
      "a bucket with an exemplar",
      "histogram",
      { ...histogram, buckets: [{ ...histogram.buckets[0], exemplar }, histogram.buckets[1]] },
    ],
  ])("%s", (_, type, metric) => {
    expect(problem(type, metric)).toBeUndefined();
  });
});

describe("native buckets are invalid with", () => {
  const spans = "positiveSpans must be a list of { offset, length } in whole numbers, without negative gaps, but was";
  const gap = [
    { offset: 0, length: 1 },
    { offset: -1, length: 0 },
  ];
  test.each<[string, object, string]>([
    ["a schema that is too fine", { schema: 9 }, "schema must be an integer from -4 to 8, but was 9."],
    ["a schema that is too coarse", { schema: -5 }, "schema must be an integer from -4 to 8, but was -5."],
    ["a negative threshold", { zeroThreshold: -1 }, "zeroThreshold must be a number of at least 0, but was -1."],
    ["a fraction of a zero", { zeroCount: 0.5 }, "zeroCount must be a whole number of at least 0, but was 0.5."],
    ["no spans", { positiveSpans: undefined }, `${spans} undefined.`],
    ["a negative gap", { positiveSpans: gap }, `${spans} ${JSON.stringify(gap)}.`],
    ["null as a span", { positiveSpans: [null] }, `${spans} [null].`],
    [
      "a negative count",
      { negativeCounts: [-1] },
      "negativeCounts must be a list of whole numbers of at least 0, but was [-1].",
    ],
    [
      "more counts than spans",
      { positiveCounts: [1, 0] },
      "positiveSpans must cover the buckets of positiveCounts, but covers 1 of 2.",
    ],
    [
      "no list of exemplars",
      { exemplars: undefined },
      "exemplars must be a list, which may be empty, but was undefined.",
    ],
    [
      "an exemplar without a timestamp",
      { exemplars: [{ labels: {}, value: 1 }] },
      "exemplars.timestamp must be a finite number of seconds in a native histogram, but was undefined.",
    ],
  ])("%s", (_, changed, message) => {
    expect(problem("histogram", withNative(changed))).toBe(`native.${message}`);
  });

  test("more observations than the histogram has", () => {
    expect(problem("histogram", withNative({ positiveCounts: [2] }))).toBe(
      "native must not have more observations (3) than count (2).",
    );
  });

  test("a value that is no object", () => {
    expect(problem("histogram", { ...histogram, native: null })).toBe(
      "native.schema must be an integer from -4 to 8, but was undefined.",
    );
  });
});

describe("a value is invalid:", () => {
  const atLeast0 = "value must be a number of at least 0, but was";
  const timestamp = "timestamp must be a finite number of seconds, but was";
  const exemplarLabels = "exemplar.labels must be an object of strings, but was";
  const exemplarValue = 'exemplar.value must be a number, but was "1".';
  const exemplarTime = "exemplar.timestamp must be a finite number of seconds or be omitted, but was";
  const count = "count must be a whole number of at least 0, but was";
  const inOrder = "quantiles must be a list of numbers for increasing quantiles from 0 to 1, but was";
  const last = "the last upper bound of buckets must be Infinity, but was";
  const cumulative = "buckets must have increasing upper bounds and cumulative counts.";
  const states = "states must be an object of at least one boolean, but was";
  const info = "info must be an object of strings, but was";
  const facts = "info must be an object of strings under names that are not empty or reserved, but was";

  test.each<[string, MetricType, object, string]>([
    ["a negative counter", "counter", { value: -1 }, `${atLeast0} -1.`],
    ["a counter of NaN", "counter", { value: Number.NaN }, `${atLeast0} NaN.`],
    ["a counter of a text", "counter", { value: "1" }, `${atLeast0} "1".`],
    ["an infinite timestamp", "counter", { value: 1, timestamp: infinity }, `${timestamp} Infinity.`],
    ["a text as timestamp", "gauge", { value: 1, timestamp: "1" }, `${timestamp} "1".`],
    [
      "an exemplar without labels",
      "counter",
      { value: 1, exemplar: { value: 1, timestamp: 1 } },
      `${exemplarLabels} undefined.`,
    ],
    [
      "null as labels of an exemplar",
      "counter",
      { value: 1, exemplar: { ...exemplar, labels: null } },
      `${exemplarLabels} null.`,
    ],
    [
      "a list as labels of an exemplar",
      "counter",
      { value: 1, exemplar: { ...exemplar, labels: [] } },
      `${exemplarLabels} [].`,
    ],
    [
      "a number among the labels of an exemplar",
      "counter",
      { value: 1, exemplar: { ...exemplar, labels: { a: "1", b: 1 } } },
      `${exemplarLabels} {"a":"1","b":1}.`,
    ],
    ["an exemplar of a text", "counter", { value: 1, exemplar: { ...exemplar, value: "1" } }, exemplarValue],
    [
      "an exemplar with a text as timestamp",
      "counter",
      { value: 1, exemplar: { ...exemplar, timestamp: "1" } },
      `${exemplarTime} "1".`,
    ],
    [
      "an exemplar with the timestamp NaN",
      "counter",
      { value: 1, exemplar: { ...exemplar, timestamp: Number.NaN } },
      `${exemplarTime} NaN.`,
    ],
    ["null as exemplar", "counter", { value: 1, exemplar: null }, `${exemplarLabels} undefined.`],
    ["a gauge of a text", "gauge", { value: "1" }, 'value must be a number, but was "1".'],
    ["an unknown text", "unknown", { value: "1" }, 'value must be a number, but was "1".'],
    ["a fraction as count", "summary", { ...summary, count: 1.5 }, `${count} 1.5.`],
    ["a negative count", "summary", { ...summary, count: -1 }, `${count} -1.`],
    ["a negative count of a histogram", "histogram", buckets([infinity, -1]), `${count} -1.`],
    ["a text as sum", "summary", { ...summary, sum: "1" }, 'sum must be a number, but was "1".'],
    [
      "a histogram without a sum",
      "histogram",
      { ...histogram, sum: undefined },
      "sum must be a number, but was undefined.",
    ],
    [
      "no list of quantiles",
      "summary",
      { ...summary, quantiles: undefined },
      "quantiles must be a list, but was undefined.",
    ],
    ["a text as value of a quantile", "summary", quantiles([0.5, "1"]), `${inOrder} [{"quantile":0.5,"value":"1"}].`],
    ["a quantile below 0", "summary", quantiles([-0.1, 1]), `${inOrder} [{"quantile":-0.1,"value":1}].`],
    ["a quantile above 1", "summary", quantiles([1.1, 1]), `${inOrder} [{"quantile":1.1,"value":1}].`],
    [
      "a quantile twice",
      "summary",
      quantiles([0.5, 1], [0.5, 1]),
      `${inOrder} [{"quantile":0.5,"value":1},{"quantile":0.5,"value":1}].`,
    ],
    [
      "quantiles that decrease",
      "summary",
      quantiles([0.5, 1], [0.4, 1]),
      `${inOrder} [{"quantile":0.5,"value":1},{"quantile":0.4,"value":1}].`,
    ],
    [
      "one invalid quantile among valid ones",
      "summary",
      quantiles([0.5, 1], [0.9, undefined]),
      `${inOrder} [{"quantile":0.5,"value":1},{"quantile":0.9}].`,
    ],
    ["no buckets", "histogram", { ...histogram, buckets: undefined }, "buckets must be a list, but was undefined."],
    ["an object as buckets", "histogram", { ...histogram, buckets: {} }, "buckets must be a list, but was {}."],
    ["an empty list of buckets", "gaugehistogram", { ...histogram, buckets: [] }, `${last} undefined.`],
    ["a finite last bound", "histogram", buckets([1, 1], [2, 2]), `${last} 2.`],
    [
      "a last bucket that lacks observations",
      "histogram",
      { ...histogram, count: 3 },
      "count must be that of the last bucket, which is 2, but was 3.",
    ],
    ["a bound twice", "histogram", buckets([1, 1], [1, 1], [infinity, 2]), cumulative],
    ["bounds that decrease", "histogram", buckets([2, 1], [1, 1], [infinity, 2]), cumulative],
    ["counts that decrease", "histogram", buckets([1, 2], [2, 1], [infinity, 2]), cumulative],
    ["a fraction of an observation", "histogram", buckets([1, 0.5], [infinity, 2]), cumulative],
    ["a bucket with a negative count", "histogram", buckets([1, -1], [infinity, 2]), cumulative],
    [
      "a bucket with an invalid exemplar",
      "histogram",
      {
        ...histogram,
        buckets: [histogram.buckets[0], { ...histogram.buckets[1], exemplar: { ...exemplar, value: "1" } }],
      },
      exemplarValue,
    ],
    ["an info without facts", "info", {}, `${info} undefined.`],
    ["null as facts", "info", { info: null }, `${info} null.`],
    ["a list of facts", "info", { info: ["1"] }, `${info} ["1"].`],
    ["a fact without a name", "info", { info: { version: "1", "": "1" } }, `${facts} {"version":"1","":"1"}.`],
    ["a fact with a reserved name", "info", { info: { __version: "1" } }, `${facts} {"__version":"1"}.`],
    ["a number as a fact", "info", { info: { version: 1 } }, `${facts} {"version":1}.`],
    ["a state set without states", "stateset", {}, `${states} undefined.`],
    ["null as states", "stateset", { states: null }, `${states} null.`],
    ["a list of states", "stateset", { states: ["on"] }, `${states} ["on"].`],
    ["an empty record of states", "stateset", { states: {} }, `${states} {}.`],
  ])("%s", (_, type, metric, message) => {
    expect(problem(type, metric)).toBe(message);
  });

  test("a fact that is also a label", () => {
    expect(problem("info", { labels: { version: "1" }, info: { zone: "a", version: "1" } })).toBe(
      'info must not repeat a label of its series. The labels of the series are {"version":"1"}.',
    );
  });
});
