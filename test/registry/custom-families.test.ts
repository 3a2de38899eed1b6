import { describe, expect, test } from "vitest";
import type { MetricFamily } from "../../src/index.js";
import { checkFamily } from "../../src/registry/checks/check-family.js";

const gauge: MetricFamily = { name: "g", type: "gauge", help: "", metrics: [{ labels: {}, value: 1 }] };

/** Returns why a family is invalid, or `undefined`. */
function problem(changes: object, scope = {}): string | undefined {
  for (const steps = checkFamily({ ...gauge, ...changes } as MetricFamily, scope); ; ) {
    const step = steps.next();
    if (step.done) return step.value?.message;
  }
}

function labelled(labels: unknown, more: object = {}): object {
  return { metrics: [{ labels, value: 1, ...more }] };
}

const histogram = { type: "histogram", metrics: [] };

describe("a family is valid:", () => {
  test.each<[string, object]>([
    ["without series", { metrics: [] }],
    ["a counter whose name ends in _total", { type: "counter", name: "x_total" }],
    ["a counter whose name does not end in _total", { type: "counter", name: "x" }],
    ["an empty unit", { unit: "" }],
    ["an empty unit of a type that has none", { type: "info", name: "x_info", unit: "", metrics: [] }],
    ["a name that ends in its unit", { name: "x_seconds", unit: "seconds" }],
    ["a counter whose bare name ends in its unit", { type: "counter", name: "x_seconds_total", unit: "seconds" }],
    ["a counter without _total whose name ends in its unit", { type: "counter", name: "x_seconds", unit: "seconds" }],
    ["a histogram with a unit", { ...histogram, name: "x_bytes", unit: "bytes" }],
    ["a colon in a name", { name: "a:b" }],
    ["a label le of a gauge", labelled({ le: "1" })],
    ["a label of the name of another family", labelled({ x: "1" })],
    ["labels of names in UTF-8", labelled({ "a.b": "", ä: "" })],
  ])("%s", (_, changes) => {
    expect(problem(changes)).toBeUndefined();
  });
});

describe("a family is invalid:", () => {
  const withoutLabels = (given: string) =>
    `labels must be an object, but was ${given}. Use {} for a series without labels.`;
  const reserved = (name: string) => `label names must not be empty or start with "__", but one was "${name}".`;
  const unnamed = (given: string) => `name must be a non-empty string without lone surrogates, but was ${given}.`;

  test.each<[string, object, string]>([
    ["no name", { name: undefined }, unnamed("undefined")],
    ["a number as name", { name: 1 }, unnamed("1")],
    ["an empty name", { name: "" }, unnamed('""')],
    ["half a surrogate pair in the name", { name: "a\ud800" }, unnamed('"a\\ud800"')],
    ["no help", { help: undefined }, "help must be a string, which may be empty, but was undefined."],
    [
      "a type that does not exist",
      { type: "x" },
      'type must be one of counter, gauge, histogram, gaugehistogram, summary, info, stateset, unknown, but was "x".',
    ],
    ["an info without _info", { type: "info" }, "name must end in _info if type is info."],
    [
      "a state set with a colon in its name",
      { type: "stateset", name: "a:b" },
      'name must not contain ":" if type is stateset, because it is also the name of a label.',
    ],
    [
      "a unit of an info",
      { type: "info", name: "x_seconds_info", unit: "seconds" },
      'unit must be omitted if type is info, but was "seconds".',
    ],
    [
      "a unit of a state set",
      { type: "stateset", name: "x_seconds", unit: "seconds" },
      'unit must be omitted if type is stateset, but was "seconds".',
    ],
    ["a name without its unit", { unit: "seconds" }, 'name must end in _seconds if unit is "seconds".'],
    [
      "a name that is its unit",
      { name: "seconds", unit: "seconds" },
      'name must end in _seconds if unit is "seconds".',
    ],
    [
      "a counter whose bare name lacks its unit",
      { type: "counter", name: "x_total", unit: "total" },
      'name must end in _total, before any _total, if unit is "total".',
    ],
    ["null as a series", { metrics: [null] }, withoutLabels("undefined")],
    ["null as labels", labelled(null), withoutLabels("null")],
    ["a text as labels", labelled("a"), withoutLabels('"a"')],
    ["an empty label name", labelled({ "": "a" }), reserved("")],
    ["a reserved label name", labelled({ a: "", __b: "a" }), reserved("__b")],
    ["a number as the value of a label", labelled({ a: 1 }), 'label "a" must be a string, but was 1.'],
    [
      "a label le of a histogram",
      { ...histogram, ...labelled({ le: "1" }) },
      'label "le" must be renamed, because formats add such a label.',
    ],
    [
      "a label quantile of a summary",
      { type: "summary", ...labelled({ quantile: "1" }) },
      'label "quantile" must be renamed, because formats add such a label.',
    ],
    [
      "a label of the name of its state set",
      { type: "stateset", ...labelled({ g: "1" }) },
      'label "g" must be renamed, because formats add such a label.',
    ],
    [
      "labels that become equal when they are escaped",
      labelled({ "a.b": "", "a:b": "" }),
      "labels a.b and a:b must be renamed, because they become equal when escaped.",
    ],
    [
      "a label that becomes equal to a fact when it is escaped",
      { type: "info", name: "x_info", ...labelled({ "a.b": "" }, { info: { "a:b": "1" } }) },
      "labels a.b and a:b must be renamed, because they become equal when escaped.",
    ],
    [
      "a value that is no number",
      labelled({ a: "b" }, { value: "1" }),
      'value must be a number, but was "1". The labels of the series are {"a":"b"}.',
    ],
  ])("%s", (_, changes, message) => {
    expect(problem(changes)).toBe(message);
  });

  test("the second of two series", () => {
    expect(problem({ metrics: [...gauge.metrics, { labels: { a: "b" }, value: "1" }] })).toBe(
      'value must be a number, but was "1". The labels of the series are {"a":"b"}.',
    );
  });

  test("two series of the same labels, unless their timestamps differ", () => {
    const at = (...times: readonly (number | undefined)[]) =>
      problem({ metrics: times.map((timestamp) => ({ labels: {}, value: 1, timestamp })) });
    const same = "two series have the labels {}.";
    expect([at(1, 2), at(undefined, 1), at(1, 1), at(undefined, undefined)]).toEqual([
      undefined,
      undefined,
      same,
      same,
    ]);
  });

  test("two series without labels", () => {
    expect(problem({ metrics: [...gauge.metrics, ...gauge.metrics] })).toBe("two series have the labels {}.");
  });

  test("a label of the full name of its state set, in a scope with a prefix", () => {
    const metrics = [{ labels: { app_g: "1" }, states: { on: true } }];
    expect(problem({ type: "stateset", metrics }, { prefix: "app_" })).toBe(
      'label "app_g" must be renamed, because formats add such a label.',
    );
    expect(problem({ type: "stateset", metrics })).toBeUndefined();
  });
});

test("the check of a family pauses after at most 64 series, and not much more often", () => {
  let read = 0;
  const metrics = Array.from({ length: 1_000 }, (_, i) => ({
    value: i,
    get labels() {
      read++;
      return { i: `${i}` };
    },
  }));
  // The first pass reads the labels of a series more than once.
  const readsOfOneCheck = 4;
  const steps = checkFamily({ ...gauge, metrics });
  let pauses = 0;
  for (; ; pauses++) {
    read = 0;
    const isOver = steps.next().done;
    expect(read).toBeLessThanOrEqual(64 * readsOfOneCheck);
    if (isOver) break;
  }
  expect(pauses).toBeLessThanOrEqual(2 * Math.ceil(1_000 / 64));
});
