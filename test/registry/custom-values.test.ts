import { describe, expect, test } from "vitest";
import type { MetricFamily, MetricType } from "../../src/index.js";
import { checkFamily } from "../../src/registry/gathering/check-family.js";

/** Returns why a series is invalid in a family of this type, or `undefined`. */
function problem(type: MetricType, metric: object): string | undefined {
  const name = { counter: "x_total", info: "x_info" }[type as string] ?? "x";
  const family = { name, type, help: "", metrics: [{ labels: {}, ...metric }] } as unknown as MetricFamily;
  const result = checkFamily(family).next();
  expect(result.done).toBe(true);
  return result.value?.message.replace(", in the series {}", "");
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

describe("a value is valid:", () => {
  test.each<[string, MetricType, object]>([
    ["a counter of 0", "counter", { value: 0 }],
    ["an infinite counter", "counter", { value: infinity }],
    ["a counter with an exemplar", "counter", { value: 1, exemplar }],
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

describe("a value is invalid:", () => {
  const atLeast0 = "a counter needs a value of at least 0";
  const timestamp = "needs a finite number of seconds as timestamp";
  const exemplarLabels = "needs strings as labels of its exemplar";
  const exemplarNumbers = "needs a value and a timestamp in its exemplar";
  const count = "needs a whole number of at least 0 as count";
  const inOrder = "needs quantiles from 0 to 1, each once and increasing, with numbers as values";
  const last = "needs buckets, the last one with the bound Infinity";
  const cumulative = "needs buckets with increasing bounds and cumulative counts";
  const states = "needs states, a record of at least one boolean";
  const info = "needs info, a record of strings";
  const facts = "needs info with valid names and strings as values";

  test.each<[string, MetricType, object, string]>([
    ["a negative counter", "counter", { value: -1 }, atLeast0],
    ["a counter of NaN", "counter", { value: Number.NaN }, atLeast0],
    ["a counter of a text", "counter", { value: "1" }, atLeast0],
    ["an infinite timestamp", "counter", { value: 1, timestamp: infinity }, timestamp],
    ["a text as timestamp", "gauge", { value: 1, timestamp: "1" }, timestamp],
    ["an exemplar without labels", "counter", { value: 1, exemplar: { value: 1, timestamp: 1 } }, exemplarLabels],
    ["null as labels of an exemplar", "counter", { value: 1, exemplar: { ...exemplar, labels: null } }, exemplarLabels],
    ["a list as labels of an exemplar", "counter", { value: 1, exemplar: { ...exemplar, labels: [] } }, exemplarLabels],
    [
      "a number among the labels of an exemplar",
      "counter",
      { value: 1, exemplar: { ...exemplar, labels: { a: "1", b: 1 } } },
      exemplarLabels,
    ],
    ["an exemplar of a text", "counter", { value: 1, exemplar: { ...exemplar, value: "1" } }, exemplarNumbers],
    [
      "an exemplar without a timestamp",
      "counter",
      { value: 1, exemplar: { ...exemplar, timestamp: undefined } },
      exemplarNumbers,
    ],
    ["a gauge of a text", "gauge", { value: "1" }, "needs a number as value"],
    ["an unknown text", "unknown", { value: "1" }, "needs a number as value"],
    ["a fraction as count", "summary", { ...summary, count: 1.5 }, count],
    ["a negative count", "summary", { ...summary, count: -1 }, count],
    ["a negative count of a histogram", "histogram", buckets([infinity, -1]), count],
    ["a text as sum", "summary", { ...summary, sum: "1" }, "needs a number as sum"],
    ["a histogram without a sum", "histogram", { ...histogram, sum: undefined }, "needs a number as sum"],
    [
      "no list of quantiles",
      "summary",
      { ...summary, quantiles: undefined },
      "needs a list of quantiles, which may be empty",
    ],
    ["a text as value of a quantile", "summary", quantiles([0.5, "1"]), inOrder],
    ["a quantile below 0", "summary", quantiles([-0.1, 1]), inOrder],
    ["a quantile above 1", "summary", quantiles([1.1, 1]), inOrder],
    ["a quantile twice", "summary", quantiles([0.5, 1], [0.5, 1]), inOrder],
    ["quantiles that decrease", "summary", quantiles([0.5, 1], [0.4, 1]), inOrder],
    ["one invalid quantile among valid ones", "summary", quantiles([0.5, 1], [0.9, undefined]), inOrder],
    ["no buckets", "histogram", { ...histogram, buckets: undefined }, last],
    ["an object as buckets", "histogram", { ...histogram, buckets: {} }, last],
    ["an empty list of buckets", "gaugehistogram", { ...histogram, buckets: [] }, last],
    ["a finite last bound", "histogram", buckets([1, 1], [2, 2]), last],
    [
      "a last bucket that lacks observations",
      "histogram",
      { ...histogram, count: 3 },
      "needs as many observations in the last bucket as in count",
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
      exemplarNumbers,
    ],
    ["an info without facts", "info", {}, info],
    ["null as facts", "info", { info: null }, info],
    ["a list of facts", "info", { info: ["1"] }, info],
    ["a fact without a name", "info", { info: { version: "1", "": "1" } }, facts],
    ["a fact with a reserved name", "info", { info: { __version: "1" } }, facts],
    ["a number as a fact", "info", { info: { version: 1 } }, facts],
    ["a state set without states", "stateset", {}, states],
    ["null as states", "stateset", { states: null }, states],
    ["a list of states", "stateset", { states: ["on"] }, states],
    ["an empty record of states", "stateset", { states: {} }, states],
  ])("%s", (_, type, metric, message) => {
    expect(problem(type, metric)).toBe(message);
  });

  test("a fact that is also a label", () => {
    expect(problem("info", { labels: { version: "1" }, info: { zone: "a", version: "1" } })).toBe(
      'has a label that is also a fact of its info, in the series {"version":"1"}',
    );
  });
});
