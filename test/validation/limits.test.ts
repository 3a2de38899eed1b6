import { describe, expect, test } from "vitest";
import { Gauge, Histogram, Info, StateSet, Summary } from "../../src/index.js";

const kinds = { Gauge, Histogram, Info, StateSet, Summary } as unknown as Record<
  string,
  new (
    options: object,
  ) => unknown
>;

function create(kind: string, options: object): unknown {
  const Kind = kinds[kind] as new (options: object) => unknown;
  return new Kind({ name: "g", help: "", registry: null, ...options });
}

describe("an option at its limit is accepted:", () => {
  test.each<[string, object]>([
    ["Gauge", { maxSeries: 1 }],
    ["Gauge", { maxSeries: Number.POSITIVE_INFINITY }],
    ["Gauge", { nameValidation: "legacy", namespace: "a", subsystem: undefined }],
    ["Gauge", { labelNames: { a: true, b: ["x"] }, constLabels: undefined }],
    ["Summary", { maxAgeSeconds: Number.MIN_VALUE, ageBuckets: 1 }],
    ["Summary", { quantiles: { 0: 0.1, 1: 0.999 } }],
    ["Histogram", { native: { growthFactor: 1.1, zeroThreshold: 0, maxBuckets: 0, minResetSeconds: 0 } }],
    ["Histogram", { native: { maxBuckets: Number.POSITIVE_INFINITY, minResetSeconds: Number.POSITIVE_INFINITY } }],
  ])("%s with %j", (kind, options) => {
    expect(create(kind, options)).toBeInstanceOf(kinds[kind]);
  });
});

describe("an option beyond its limit is rejected:", () => {
  test.each<[string, object, string]>([
    ["Gauge", { maxSeries: 0 }, "maxSeries must be a whole number of at least 1, but was 0."],
    ["Gauge", { maxSeries: 1.5 }, "maxSeries must be a whole number of at least 1, but was 1.5."],
    ["Gauge", { nameValidation: "ascii" }, 'nameValidation must be "legacy" or "utf8"'],
    ["Summary", { maxAgeSeconds: 0 }, "maxAgeSeconds must be a number above 0, but was 0."],
    ["Summary", { ageBuckets: 0 }, "ageBuckets must be a finite whole number of at least 1, but was 0."],
    ["Summary", { quantiles: null }, "quantiles must be an object"],
    ["Summary", { quantiles: { "": 0.1 } }, 'quantiles must be between 0 and 1, but was "".'],
    ["Summary", { quantiles: { " ": 0.1 } }, 'quantiles must be between 0 and 1, but was " ".'],
    ["Summary", { quantiles: { "-0.5": 0.1 } }, 'quantiles must be between 0 and 1, but was "-0.5".'],
    ["Summary", { quantiles: { 0.5: "0.1" } }, "the error of quantile 0.5 must be a number"],
    [
      "Summary",
      { quantiles: { 0.5: 1 } },
      "the error of quantile 0.5 must be a number above 0 and below 1, but was 1.",
    ],
    ["Summary", { quantiles: { 0.5: 0.1, "0.50": 0.1 } }, "quantiles must contain each quantile once, but was 0.5."],
    ["Histogram", { native: null }, "native must be true, false or an object of options, but was null."],
    ["Histogram", { native: { growthFactor: 1 } }, "growthFactor must be a finite number above 1, but was 1."],
    ["Histogram", { native: { growthFactor: Number.POSITIVE_INFINITY } }, "growthFactor must be a finite number"],
    ["Histogram", { native: { zeroThreshold: Number.POSITIVE_INFINITY } }, "zeroThreshold must be a finite number"],
    ["Histogram", { native: { maxBuckets: 1.5 } }, "maxBuckets must be a whole number of at least 0"],
  ])("%s with %j", (kind, options, message) => {
    expect(() => create(kind, options)).toThrow(message);
  });
});

describe("labels are rejected:", () => {
  test.each<[object, string]>([
    [{ labelNames: null }, "labelNames must be a list of names, or an object of names and their values, but was null."],
    [
      { labelNames: { a: ["x", 5] } },
      'labelNames.a must be true or a list of the values that it may take, but was ["x"',
    ],
    [{ labelNames: { a: "xy" } }, "labelNames.a must be true or a list"],
    [{ labelNames: [""] }, 'labelNames must contain only non-empty strings, but was "".'],
    [{ labelNames: ["\ud800"], nameValidation: "utf8" }, "labelNames must be well-formed text"],
    [{ labelNames: ["a b"] }, 'To allow any UTF-8 name, set nameValidation to "utf8".'],
    [{ constLabels: null }, "constLabels must be an object of label names and values, but was null."],
    [{ constLabels: "a" }, 'constLabels must be an object of label names and values, but was "a".'],
    [{ labelNames: ["a.b", "a:b"], nameValidation: "utf8" }, 'labelNames must differ from "a.b" when escaped'],
    [
      { labelNames: ["a.b"], constLabels: { "a:b": "" }, nameValidation: "utf8" },
      'labelNames must differ from "a:b" when escaped, but was "a.b".',
    ],
  ])("%j", (options, message) => {
    expect(() => create("Gauge", options)).toThrow(message);
  });
});

describe("a name or a unit is rejected:", () => {
  test.each<[string, object, string]>([
    ["StateSet", { name: "a:b", states: ["on"] }, 'name must not contain ":", because the name of a state set is also'],
    ["StateSet", { name: "a_b", unit: "b", states: ["on"] }, "unit must be omitted for a stateset, but was"],
    ["Info", { unit: "b" }, "unit must be omitted for an info, but was"],
    ["Info", { name: "" }, 'An info: name must be a non-empty string, but was "".'],
  ])("%s with %j", (kind, options, message) => {
    expect(() => create(kind, options)).toThrow(message);
  });

  test("without any options of an info", () => {
    expect(() => new Info(undefined as never)).toThrow("An info: options must be an object with name and help");
  });
});
