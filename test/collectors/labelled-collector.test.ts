import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Counter, Gauge, Histogram } from "../../src/index.js";
import { withCode } from "../../src/model/errors/coded-error.js";

const value = fc.oneof(
  fc.constantFrom("a", "b", "a,b:y", "x|", "|", "", "1", "__proto__", "constructor", "\ud800"),
  fc.string({ unit: "binary", maxLength: 3 }),
  fc.integer({ min: 0, max: 3 }),
  fc.boolean(),
);
const labels = fc.record({ a: value, constructor: value, length: value });
const names = ["a", "constructor", "length"] as const;

/** Any command of a model that keeps its series under a key that cannot collide. */
const command = fc.oneof(
  { weight: 6, arbitrary: fc.record({ verb: fc.constantFrom("set", "child", "unordered"), labels, to: fc.integer() }) },
  { weight: 3, arbitrary: fc.record({ verb: fc.constant("remove"), labels, to: fc.integer() }) },
  { weight: 1, arbitrary: fc.record({ verb: fc.constantFrom("removeMatching", "clear"), labels, to: fc.integer() }) },
);

const textOf = (given: unknown) => String(given).toWellFormed();
const keyOf = (given: { readonly [name: string]: unknown }) => JSON.stringify(names.map((name) => textOf(given[name])));

describe("label lookup", () => {
  test("agrees with a plain map for any sequence of updates and removals", () => {
    fc.assert(
      fc.property(fc.array(command, { maxLength: 200 }), (commands) => {
        const gauge = new Gauge({ name: "g", help: "", labelNames: names, registry: null });
        const model = new Map<string, number>();
        for (const { verb, labels: given, to } of commands) {
          if (verb === "set") gauge.set(given, to);
          if (verb === "child") gauge.labels(given).set(to);
          if (verb === "unordered") gauge.set({ length: given.length, a: given.a, constructor: given.constructor }, to);
          if (["set", "child", "unordered"].includes(verb)) model.set(keyOf(given), to);
          if (verb === "remove") expect(gauge.remove(given)).toBe(model.delete(keyOf(given)));
          if (verb === "removeMatching") {
            const matching = [...model.keys()].filter((key) => JSON.parse(key)[0] === textOf(given.a));
            expect(gauge.removeMatching({ a: given.a } as never)).toBe(matching.length);
            for (const key of matching) model.delete(key);
          }
          if (verb === "clear") {
            gauge.clear();
            model.clear();
          }
          expect(gauge.get(given)).toBe(model.get(keyOf(given)));
        }
        for (const [key, expected] of model) {
          const [a, c, l] = JSON.parse(key) as [string, string, string];
          expect(gauge.get({ a, constructor: c, length: l })).toBe(expected);
        }
      }),
      { numRuns: 300 },
    );
  });

  test("finds and exposes label values of any length unchanged", async () => {
    const long = fc.constantFrom("\ufeffbyte order mark", "x".repeat(2000), "\u{1f525}".repeat(400), "é".repeat(13));
    const unlike = fc.uniqueArray(fc.oneof(fc.string({ unit: "binary" }), long), { selector: textOf });
    await fc.assert(
      fc.asyncProperty(unlike, async (values) => {
        const gauge = new Gauge({ name: "g", help: "", labelNames: ["a"], registry: null });
        values.forEach((a, i) => {
          gauge.set({ a }, i);
        });
        expect(values.map((a) => gauge.get({ a }))).toEqual([...values.keys()]);
        const [family] = await gauge.collect();
        expect([...(family?.metrics ?? [])].map(({ labels: { a } }) => a)).toEqual(values.map(textOf));
      }),
    );
  });

  test("accepts an empty labels object if the list of names is empty", () => {
    const labelNames: string[] = [];
    const gauge = new Gauge({ name: "g", help: "", labelNames, registry: null });
    const counter = new Counter({ name: "c", help: "", labelNames, registry: null });
    const histogram = new Histogram({ name: "h", help: "", labelNames, registry: null });
    gauge.set({}, 3);
    gauge.inc({});
    counter.inc({}, 2);
    histogram.observe({}, 5);
    expect([gauge.get({}), counter.get({}), histogram.get({})?.sum]).toEqual([4, 2, 5]);
    expect(() => counter.inc({ a: "1" })).toThrow('c_total: unknown label "a". The metric has no labels.');
  });

  test("does not keep the caller's object", () => {
    const gauge = new Gauge({ name: "g", help: "", labelNames: ["a"], registry: null });
    const given = { a: "before" };
    gauge.set(given, 1);
    given.a = "after";
    expect(gauge.get({ a: "before" })).toBe(1);
    expect(gauge.get({ a: "after" })).toBeUndefined();
  });

  test.each([
    [
      {},
      "NARTHEX_MISSING_LABEL",
      'g: label "a" is missing. The labels are a, b. Declare it as "a?" if it may be absent.',
    ],
    [
      { a: "1" },
      "NARTHEX_MISSING_LABEL",
      'g: label "b" is missing. The labels are a, b. Declare it as "b?" if it may be absent.',
    ],
    [{ a: "1", b: "2", c: "3" }, "NARTHEX_UNKNOWN_LABEL", 'g: unknown label "c". The labels are a, b.'],
    [
      { a: "1", b: undefined },
      "NARTHEX_MISSING_LABEL",
      'g: label "b" is missing. The labels are a, b. Declare it as "b?" if it may be absent.',
    ],
    [
      { a: "1", b: null },
      "NARTHEX_INVALID_LABEL_VALUE",
      'g: label "b" must be a string, number or boolean, but was null. The labels are a, b. Declare it as "b?" if it may be absent.',
    ],
    [
      { a: "1", b: { deep: 1 } },
      "NARTHEX_INVALID_LABEL_VALUE",
      'g: label "b" must be a string, number or boolean, but was {"deep":1}. The labels are a, b.',
    ],
    [undefined, "NARTHEX_INVALID_LABELS", "g: labels must be an object with the labels a, b, but was undefined."],
    ["1", "NARTHEX_INVALID_LABELS", 'g: labels must be an object with the labels a, b, but was "1".'],
    [["1", "2"], "NARTHEX_INVALID_LABELS", 'g: labels must be an object with the labels a, b, but was ["1","2"].'],
  ] as const)("rejects the labels %j with %s", (given, code, message) => {
    const gauge = new Gauge({ name: "g", help: "", labelNames: ["a", "b"], registry: null });
    const wrong = given as unknown as { a: string; b: string };
    for (const update of [
      () => gauge.set(wrong, 1),
      () => gauge.labels(wrong),
      () => gauge.inc(wrong),
      () => gauge.get(wrong),
    ]) {
      expect(update).toThrow(withCode(code, new TypeError(message)));
    }
  });

  test("rejects the value undefined, even if a series has the string undefined", () => {
    const gauge = new Gauge({ name: "g", help: "", labelNames: ["a"], registry: null });
    gauge.set({ a: "undefined" }, 1);
    expect(() => gauge.set({ a: undefined as never }, 2)).toThrow(TypeError);
  });
});

describe("labels declared with their values", () => {
  const declared = (otherValue?: string) =>
    new Gauge({
      name: "g",
      help: "",
      labelNames: { method: ["GET", "POST"], route: true },
      registry: null,
      ...(otherValue !== undefined && { otherValue }),
    });

  test("accept the declared values", () => {
    const gauge = declared();
    gauge.set({ method: "GET", route: "/any" }, 1);
    expect(gauge.get({ method: "GET", route: "/any" })).toBe(1);
  });

  test("reject any other value", () => {
    expect(() => declared().set({ method: "BREW" as never, route: "/" }, 1)).toThrow(
      withCode(
        "NARTHEX_INVALID_LABEL_VALUE",
        new RangeError(
          'g: label "method" must be one of GET, POST, but was "BREW". Set otherValue to fold all other values into one.',
        ),
      ),
    );
  });

  test("replace any other value with otherValue", () => {
    const gauge = declared("other");
    gauge.inc({ method: "BREW" as never, route: "/" });
    gauge.inc({ method: "PROPFIND" as never, route: "/" });
    expect(gauge.get({ method: "other" as never, route: "/" })).toBe(2);
  });
});
