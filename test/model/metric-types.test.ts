import { describe, expect, test } from "vitest";
import {
  addedLabels,
  bareName,
  metricTypeNames,
  metricTypes,
  openMetricsType,
  sampleNames,
  sampleSuffixes,
  syntheticLabel,
} from "../../src/model/families/metric-types.js";

describe("sampleNames", () => {
  test.each([
    ["counter", "requests_total", ["requests_total", "requests", "requests_created"]],
    ["counter", "requests", ["requests"]],
    ["gauge", "sessions", ["sessions"]],
    ["histogram", "d", ["d", "d_bucket", "d_sum", "d_count", "d_created"]],
    ["gaugehistogram", "d", ["d", "d_bucket", "d_sum", "d_count", "d_gsum", "d_gcount"]],
    ["summary", "d", ["d", "d_sum", "d_count", "d_created"]],
    ["info", "build_info", ["build_info", "build"]],
    ["stateset", "phase", ["phase"]],
    ["unknown", "x", ["x"]],
    ["no such type", "x", ["x"]],
  ])("returns the names of all samples of a %s", (type, name, expected) => {
    expect(sampleNames(name, type)).toEqual(expected);
  });
});

test.each([
  ["counter", "a_total", "counter"],
  ["counter", "a", "unknown"],
  ["counter", "_total_a", "unknown"],
  ["info", "a_info", "info"],
  ["info", "a", "info"],
  ["gauge", "a_total", "gauge"],
  ["no such type", "a", "no such type"],
])("the %s %s is shown in OpenMetrics as %s", (type, name, shown) => {
  expect(openMetricsType(name, type)).toBe(shown);
});

test.each([
  ["histogram", "le"],
  ["gaugehistogram", "le"],
  ["summary", "quantile"],
  ["stateset", "phase"],
  ["gauge", undefined],
])("the label that formats add to a %s is %s", (type, label) => {
  expect(syntheticLabel("phase", type)).toBe(label);
});

test("the labels that formats add in each family are le and quantile", () => {
  expect([...addedLabels]).toEqual(["le", "quantile"]);
});

test("a bare name lacks only the suffix of its own type", () => {
  expect(["counter", "gauge", "info"].map((type) => bareName("a_total", type))).toEqual(["a", "a_total", "a_total"]);
});

test("no suffix of a sample ends in another one", () => {
  expect(sampleSuffixes).toContain("_total");
  const pairs = sampleSuffixes.flatMap((a) => sampleSuffixes.map((b) => [a, b] as const));
  expect(pairs.filter(([a, b]) => a !== b && a.endsWith(b))).toEqual([]);
});

test("a series has a creation time if and only if OpenMetrics has a sample for it", () => {
  const stated = metricTypeNames.filter((type) => metricTypes[type].openMetricsSuffixes.includes("_created"));
  expect(metricTypeNames.filter((type) => metricTypes[type].hasCreated)).toEqual(stated);
});
