import { describe, expect, test } from "vitest";
import { Counter, Gauge, Histogram, StateSet, Summary } from "../../src/index.js";
import { withCode } from "../../src/model/errors/coded-error.js";

const options = { name: "m", help: "", registry: null };
const native = { name: "m", help: "", registry: null, native: true };
const quantiles = { name: "m", help: "", registry: null, quantiles: { 0.5: 0.1 } };
const states = { name: "m", help: "", registry: null, states: ["open", "shut"] } as const;
const labelNames = ["x"] as const;

type Labels = { readonly labelNames?: readonly string[] };

const collectors: [name: string, make: (labels: Labels) => object, methods: readonly string[]][] = [
  ["a counter", (labels) => new Counter({ ...options, ...labels }), ["inc"]],
  ["a gauge", (labels) => new Gauge({ ...options, ...labels }), ["set", "inc", "dec", "add", "sub"]],
  ["a histogram", (labels) => new Histogram({ ...options, ...labels }), ["observe"]],
  ["a native histogram", (labels) => new Histogram({ ...native, ...labels }), ["observe"]],
  ["a summary", (labels) => new Summary({ ...options, ...labels }), ["observe"]],
  ["a summary with quantiles", (labels) => new Summary({ ...quantiles, ...labels }), ["observe"]],
];

/** Each update method, of a new collector with the label x or without labels. */
const updates = (labels: Labels) =>
  collectors.flatMap(([name, make, methods]) =>
    methods.map((method): [string, (...args: unknown[]) => void] => [
      `${method} of ${name}`,
      (...args) => {
        const collector = make(labels) as Record<string, (...args: unknown[]) => void>;
        collector[method]?.(...args);
      },
    ]),
  );
const withoutLabels = updates({});
const withLabels = updates({ labelNames });

describe("an update without labels", () => {
  test.each(withoutLabels)("takes an empty labels object before the value: %s", (_, update) => {
    expect(() => update({}, 1)).not.toThrow();
    expect(() => update({ x: 1 }, 1)).toThrow(/^m(_total)?: unknown label "x"\. The metric has no labels\.$/);
  });

  test.each(withoutLabels)("treats null as a value: %s", (_, update) => {
    expect(() => update(null)).toThrow(/^m(_total)?: the (value|amount) must be a number.*, but was null\.$/);
  });
});

describe("an update with labels", () => {
  test.each(withLabels)("refuses a value in place of the labels: %s", (_, update) => {
    expect(() => update(5, 1)).toThrow(/^m(_total)?: labels must be an object with the labels x, but was 5\.$/);
    expect(() => update(null, 1)).toThrow(/^m(_total)?: labels must be an object with the labels x, but was null\.$/);
  });

  test.each(withLabels)("refuses a value that is not a number: %s", (_, update) => {
    expect(() => update({ x: 1 }, "1")).toThrow(/^m(_total)?: the (value|amount) must be a number.*, but was "1"\.$/);
  });

  test("refuses an array in place of the labels", () => {
    expect(() => new Gauge({ ...options, labelNames }).set(["a"] as never, 1)).toThrow(
      'm: labels must be an object with the labels x, but was ["a"].',
    );
  });

  test("reads a label from the prototype of the labels, but not from that of all objects", () => {
    const gauge = new Gauge({ ...options, labelNames: ["x", "toString"] });
    const inherited = Object.create({ x: "1", toString: "2" });
    gauge.set(inherited, 5);
    expect(gauge.get({ x: "1", toString: "2" })).toBe(5);
    expect(() => gauge.set({ x: "1" } as never, 1)).toThrow(
      'm: label "toString" is missing. The labels are x, toString.',
    );
  });

  test("names the declared values when it refuses another one", () => {
    const gauge = new Gauge({ ...options, labelNames: { x: ["a", "b"] } });
    expect(() => gauge.set({ x: "c" as never }, 1)).toThrow(
      withCode(
        "NARTHEX_INVALID_LABEL_VALUE",
        new RangeError(
          'm: label "x" must be one of a, b, but was "c". Set otherValue to fold all other values into one.',
        ),
      ),
    );
  });
});

describe("the value of a series", () => {
  test("is undefined as long as the series does not exist", () => {
    const labels = { x: "1" };
    expect([
      new Counter({ ...options, labelNames }).get(labels),
      new Gauge({ ...options, labelNames }).get(labels),
      new Histogram({ ...options, labelNames }).get(labels),
      new Summary({ ...options, labelNames }).get(labels),
      new StateSet({ ...states, labelNames }).get(labels),
    ]).toEqual([undefined, undefined, undefined, undefined, undefined]);
  });
});

describe("a refused amount", () => {
  const amounts: [unknown, Error][] = [
    [
      -1,
      withCode(
        "NARTHEX_INVALID_VALUE",
        new RangeError(
          "m_total: the amount must be a number of at least 0, but was -1. Use a gauge for values that decrease.",
        ),
      ),
    ],
    [
      "1",
      withCode(
        "NARTHEX_INVALID_VALUE",
        new TypeError('m_total: the amount must be a number of at least 0, but was "1".'),
      ),
    ],
  ];

  test.each(amounts)("of %j names the rule, and the remedy if it is a number", (amount, error) => {
    const counter = new Counter({ ...options, labelNames });
    expect(() => new Counter(options).inc(amount as number)).toThrow(error);
    expect(() => counter.inc({ x: 1 }, amount as number)).toThrow(error);
    expect(() => counter.labels({ x: 1 }).inc(amount as number)).toThrow(error);
    expect(counter.get({ x: 1 })).toBe(0);
  });

  test("is never 0", () => {
    const counter = new Counter({ ...options, labelNames });
    counter.inc({ x: 1 }, 0);
    counter.labels({ x: 1 }).inc(0);
    expect(counter.get({ x: 1 })).toBe(0);
  });
});

describe("a state set", () => {
  const refused = withCode(
    "NARTHEX_UNKNOWN_STATE",
    new RangeError('m: the state must be one of open, shut, but was "ajar".'),
  );

  test("takes its state after the labels, or after an empty object without labels", () => {
    const doors = new StateSet({ ...states, labelNames });
    doors.set({ x: 1 }, "shut");
    const door = new StateSet(states);
    (door.set as (...args: unknown[]) => void)({}, "shut");
    expect([doors.get({ x: 1 }), door.get()]).toEqual(["shut", "shut"]);
    expect(() => doors.set("shut" as never, "shut")).toThrow("m: labels must be an object with the labels x");
    expect(() => doors.set({ x: 1 }, "ajar" as never)).toThrow(refused);
    expect(() => door.set("ajar" as never)).toThrow(refused);
    expect([doors.get({ x: 1 }), door.get()]).toEqual(["shut", "shut"]);
  });

  test("changes only the series that is set", () => {
    const doors = new StateSet({ ...states, labelNames });
    for (const x of [1, 2, 3]) doors.set({ x }, "shut");
    doors.labels({ x: 2 }).set("open");
    expect([1, 2, 3].map((x) => doors.get({ x }))).toEqual(["shut", "open", "shut"]);
  });

  test("keeps the state of a removed series in its child, and begins another one in the first state", () => {
    const doors = new StateSet({ ...states, labelNames });
    const child = doors.labels({ x: 1 });
    child.set("shut");
    doors.remove({ x: 1 });
    expect([child.get(), doors.labels({ x: 1 }).get()]).toEqual(["shut", "open"]);
  });

  test.each([
    [["", "b"], '["","b"]'],
    [["a", ""], '["a",""]'],
    [["a", 5], '["a",5]'],
    [[], "[]"],
    ["ab", '"ab"'],
    [undefined, "undefined"],
  ])("refuses the states %j", (given, text) => {
    const message = `m: states must be a list of at least one non-empty string, but was ${text}.`;
    expect(() => new StateSet({ ...states, states: given as never })).toThrow(
      withCode("NARTHEX_INVALID_OPTION", new TypeError(message)),
    );
  });

  test("refuses a constant label of its own name", () => {
    expect(() => new StateSet({ ...states, constLabels: { m: "x" } })).toThrow(
      "m: labelNames must not contain the name of the state set, which is the label of the states",
    );
  });
});
