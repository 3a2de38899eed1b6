import { describe, expect, test } from "vitest";
import type { MetricFamily } from "../../src/index.js";
import { checkFamily } from "../../src/registry/gathering/check-family.js";

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
    ["an empty unit", { unit: "" }],
    ["an empty unit of a type that has none", { type: "info", name: "x_info", unit: "", metrics: [] }],
    ["a name that ends in its unit", { name: "x_seconds", unit: "seconds" }],
    ["a counter whose bare name ends in its unit", { type: "counter", name: "x_seconds_total", unit: "seconds" }],
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
  const withoutLabels = "has a series without labels; use {} if it has none";
  const reserved = (name: string) => `has a label "${name}" that is not a string or has a reserved or empty name`;

  test.each<[string, object, string]>([
    ["no name", { name: undefined }, "needs a name"],
    ["a number as name", { name: 1 }, "needs a name"],
    ["an empty name", { name: "" }, "needs a name"],
    ["half a surrogate pair in the name", { name: "a\ud800" }, "needs a name"],
    ["no help", { help: undefined }, "needs a help text, which may be empty"],
    [
      "a type that does not exist",
      { type: "x" },
      "must have one of the types counter, gauge, histogram, gaugehistogram, summary, info, stateset, unknown, but has x",
    ],
    ["a counter without _total", { type: "counter" }, "is a counter, so its name must end in _total"],
    ["an info without _info", { type: "info" }, "is an info, so its name must end in _info"],
    [
      "a state set with a colon in its name",
      { type: "stateset", name: "a:b" },
      'is a state set, so its name is also the name of a label and must not contain ":"',
    ],
    [
      "a unit of an info",
      { type: "info", name: "x_seconds_info", unit: "seconds" },
      "is of the type info, which has no unit",
    ],
    [
      "a unit of a state set",
      { type: "stateset", name: "x_seconds", unit: "seconds" },
      "is of the type stateset, which has no unit",
    ],
    ["a name without its unit", { unit: "seconds" }, "has the unit seconds, so its name must end in _seconds"],
    [
      "a name that is its unit",
      { name: "seconds", unit: "seconds" },
      "has the unit seconds, so its name must end in _seconds",
    ],
    [
      "a counter whose bare name lacks its unit",
      { type: "counter", name: "x_total", unit: "total" },
      "has the unit total, so its name must end in _total_total",
    ],
    ["null as a series", { metrics: [null] }, withoutLabels],
    ["null as labels", labelled(null), withoutLabels],
    ["a text as labels", labelled("a"), withoutLabels],
    ["an empty label name", labelled({ "": "a" }), reserved("")],
    ["a reserved label name", labelled({ a: "", __b: "a" }), reserved("__b")],
    ["a number as the value of a label", labelled({ a: 1 }), reserved("a")],
    [
      "a label le of a histogram",
      { ...histogram, ...labelled({ le: "1" }) },
      'has a label "le", which formats add themselves',
    ],
    [
      "a label quantile of a summary",
      { type: "summary", ...labelled({ quantile: "1" }) },
      'has a label "quantile", which formats add themselves',
    ],
    [
      "a label of the name of its state set",
      { type: "stateset", ...labelled({ g: "1" }) },
      'has a label "g", which formats add themselves',
    ],
    [
      "labels that become equal when they are escaped",
      labelled({ "a.b": "", "a:b": "" }),
      "has the labels a.b and a:b, which become equal when names are escaped",
    ],
    [
      "a label that becomes equal to a fact when it is escaped",
      { type: "info", name: "x_info", ...labelled({ "a.b": "" }, { info: { "a:b": "1" } }) },
      "has the labels a.b and a:b, which become equal when names are escaped",
    ],
    [
      "a value that is no number",
      labelled({ a: "b" }, { value: "1" }),
      'needs a number as value, in the series {"a":"b"}',
    ],
  ])("%s", (_, changes, message) => {
    expect(problem(changes)).toBe(message);
  });

  test("the second of two series", () => {
    expect(problem({ metrics: [...gauge.metrics, { labels: { a: "b" }, value: "1" }] })).toBe(
      'needs a number as value, in the series {"a":"b"}',
    );
  });

  test("two series without labels", () => {
    expect(problem({ metrics: [...gauge.metrics, ...gauge.metrics] })).toBe("has two series with the labels {}");
  });

  test("a label of the full name of its state set, in a scope with a prefix", () => {
    const metrics = [{ labels: { app_g: "1" }, states: { on: true } }];
    expect(problem({ type: "stateset", metrics }, { prefix: "app_" })).toBe(
      'has a label "app_g", which formats add themselves',
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
