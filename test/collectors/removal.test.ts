import { describe, expect, onTestFinished, test } from "vitest";
import { Counter, Gauge, onError } from "../../src/index.js";
import { droppedUpdates } from "../../src/model/dropped-updates.js";
import { withCode } from "../../src/model/errors/coded-error.js";

function populated() {
  const gauge = new Gauge({ name: "g", help: "", labelNames: ["a", "b"], registry: null });
  for (const a of ["1", "2"]) for (const b of ["x", "y"]) gauge.set({ a, b }, 1);
  const shown = () =>
    ["1x", "1y", "2x", "2y"].filter((key) => gauge.get({ a: key[0] as string, b: key[1] as string }) === 1);
  return { gauge, shown };
}

describe("the removal of series", () => {
  test("returns whether the series existed", () => {
    const { gauge, shown } = populated();
    expect([gauge.remove({ a: 1, b: "x" }), gauge.remove({ a: 1, b: "x" }), gauge.remove({ a: 9, b: "x" })]).toEqual([
      true,
      false,
      false,
    ]);
    expect(shown()).toEqual(["1y", "2x", "2y"]);
  });

  test("of all that match removes those with each of the values, and returns their number", () => {
    const one = populated();
    expect(one.gauge.removeMatching({ b: "y" })).toBe(2);
    expect(one.shown()).toEqual(["1x", "2x"]);
    const both = populated();
    expect(both.gauge.removeMatching({ a: 1, b: "y" })).toBe(1);
    expect(both.shown()).toEqual(["1x", "2x", "2y"]);
    const none = populated();
    expect(none.gauge.removeMatching({ a: "x" })).toBe(0);
    expect(none.shown()).toHaveLength(4);
  });

  test("of all that match removes every series when no values are given", () => {
    const { gauge, shown } = populated();
    expect(gauge.removeMatching({})).toBe(4);
    expect(shown()).toEqual([]);
  });

  test.each([
    [{ c: "1" }, "NARTHEX_UNKNOWN_LABEL", 'g: unknown label "c". The labels are a, b.'],
    [null, "NARTHEX_INVALID_LABELS", "g: label values must be an object, but were null."],
    ["x", "NARTHEX_INVALID_LABELS", 'g: label values must be an object, but were "x".'],
  ] as const)("of all that match refuses %j with %s", (values, code, message) => {
    const { gauge, shown } = populated();
    expect(() => gauge.removeMatching(values as never)).toThrow(withCode(code, new TypeError(message)));
    expect(shown()).toHaveLength(4);
  });

  test("refuses labels that are not those declared", () => {
    expect(() => populated().gauge.remove({ a: "1" } as never)).toThrow('g: label "b" is missing');
  });

  test("is refused by a collector without labels", () => {
    const gauge = new Gauge({ name: "g", help: "", registry: null });
    const error = withCode(
      "NARTHEX_NO_SERIES_TO_REMOVE",
      new TypeError("g: the metric has no labels, so there is no series to remove. Use clear() to reset it."),
    );
    expect(() => gauge.remove({})).toThrow(error);
    expect(() => gauge.removeMatching({})).toThrow(error);
    expect(gauge.get()).toBe(0);
  });

  test("of all series with clear leaves none with labels, and one at 0 without", () => {
    const { gauge, shown } = populated();
    gauge.clear();
    expect(shown()).toEqual([]);
    const single = new Gauge({ name: "g", help: "", registry: null });
    single.set(5);
    single.clear();
    expect(single.get()).toBe(0);
    single.inc();
    expect(single.get()).toBe(1);
  });

  test("of the overflow series gives room for another one", () => {
    onError(() => {});
    onTestFinished(() => void onError(undefined));
    const hits = new Counter({ name: "hits", help: "", labelNames: ["path"], maxSeries: 2, registry: null });
    for (const path of ["a", "b", "c", "d"]) hits.inc({ path });
    expect(hits.get({ path: "__overflow__" })).toBe(2);
    expect(hits.remove({ path: "__overflow__" })).toBe(true);
    expect(hits.get({ path: "__overflow__" })).toBeUndefined();
    hits.inc({ path: "e" });
    expect([hits.get({ path: "e" }), hits.get({ path: "__overflow__" })]).toEqual([undefined, 1]);
    hits.remove({ path: "a" });
    hits.inc({ path: "e" });
    expect(hits.get({ path: "e" })).toBe(1);
    expect(hits[droppedUpdates]().overflow).toBe(3);
  });
});
