import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { Counter, Gauge, onError, Registry } from "../../src/index.js";
import { withCode } from "../../src/model/errors/coded-error.js";

const told = vi.fn();
beforeEach(() => onError(told.mockReset()));
afterEach(() => onError(undefined));

const labelled = (collect: () => unknown) =>
  new Gauge({
    name: "g",
    help: "Help.",
    labelNames: ["x"],
    constLabels: { app: "shop" },
    registry: null,
    collect: collect as never,
  });

const backed =
  "the metric cannot be updated, because its values come from its collect function. Return them from collect instead.";

describe("a function-backed collector", () => {
  test("shows a number as the value of a family without labels", async () => {
    const g = new Gauge({ name: "g", help: "Help.", registry: null, collect: () => 5 });
    expect(await g.collect()).toEqual([
      { name: "g", help: "Help.", type: "gauge", metrics: [{ labels: {}, value: 5 }] },
    ]);
  });

  test("shows each value with its labels after the constant ones", async () => {
    const values = [
      { labels: { x: 1 }, value: 5 },
      { labels: { x: true }, value: Number.NaN },
    ];
    for (const collect of [() => values, async () => values]) {
      const [family] = await labelled(collect).collect();
      expect(family?.metrics).toEqual([
        { labels: { app: "shop", x: "1" }, value: 5 },
        { labels: { app: "shop", x: "true" }, value: Number.NaN },
      ]);
    }
  });

  test("shows no family for an empty list or undefined", async () => {
    expect(await labelled(() => []).collect()).toEqual([]);
    expect(await labelled(() => undefined).collect()).toEqual([]);
    expect(told.mock.calls.map(([{ message }, incident]) => [message, incident])).toEqual([
      [
        "g: collect returned undefined, so nothing is shown. Return a number or a list of { labels, value }, or [] if there are no values.",
        { source: "g", code: "NARTHEX_NOTHING_COLLECTED" },
      ],
    ]);
  });

  test.each([
    [
      {},
      "NARTHEX_INVALID_COLLECTED_VALUE",
      "g: collect must return a number or a list of { labels, value }, but returned {}.",
    ],
    [
      null,
      "NARTHEX_INVALID_COLLECTED_VALUE",
      "g: collect must return a number or a list of { labels, value }, but returned null.",
    ],
    [[null], "NARTHEX_INVALID_COLLECTED_VALUE", "g: collect must return a number as value, but returned undefined."],
    [
      [{ value: "1" }],
      "NARTHEX_INVALID_COLLECTED_VALUE",
      'g: collect must return a number as value, but returned "1".',
    ],
    [
      [{ value: 1 }],
      "NARTHEX_MISSING_LABEL",
      'g: label "x" is missing. The labels are x. Declare it as "x?" if it may be absent.',
    ],
    [5, "NARTHEX_MISSING_LABEL", 'g: label "x" is missing. The labels are x. Declare it as "x?" if it may be absent.'],
  ] as const)("refuses the result %j with %s", async (result, code, message) => {
    expect(() => labelled(() => result).collect()).toThrow(withCode(code, new TypeError(message)));
    await expect(labelled(async () => result).collect()).rejects.toThrow(withCode(code, new TypeError(message)));
  });

  test.each([
    ["a gauge without labels", () => new Gauge({ name: "g", help: "", registry: null, collect: () => 1 })],
    ["a gauge with labels", () => labelled(() => [])],
  ])("takes no update when it is %s, whatever the value", (_, make) => {
    const g = make() as Gauge<["x"]>;
    const wrong = "1" as never;
    for (const update of [
      () => g.set({ x: 1 }, 1),
      () => g.set({ x: 1 }, wrong),
      () => g.inc({ x: 1 }),
      () => g.inc({ x: 1 }, wrong),
      () => g.dec({ x: 1 }),
      () => g.add({ x: 1 }, wrong),
      () => g.sub({ x: 1 }, 1),
      () => g.setToCurrentTime({ x: 1 }),
      () => g.labels({ x: 1 }),
    ]) {
      expect(update).toThrow(withCode("NARTHEX_READ_ONLY_METRIC", new TypeError(`g: ${backed}`)));
    }
  });

  test("takes no update when it is a counter, whatever the amount", () => {
    const c = new Counter({ name: "c", help: "", registry: null, collect: () => 1 });
    for (const update of [() => c.inc(), () => c.inc(-1), () => c.inc("1" as never)])
      expect(update).toThrow(withCode("NARTHEX_READ_ONLY_METRIC", new TypeError(`c_total: ${backed}`)));
    expect(c.get()).toBeUndefined();
  });

  test("is reused with the newest function", async () => {
    const registry = new Registry();
    const make = (value: number) => new Gauge({ name: "g", help: "", registry, reuse: true, collect: () => value });
    const first = make(1);
    expect(make(2)).toBe(first);
    expect(await first.collect()).toMatchObject([{ metrics: [{ value: 2 }] }]);
  });

  test("is not reused by one without a function, and reuses none without", () => {
    const registry = new Registry();
    const make = (name: string, collect?: () => number) =>
      new Gauge({ name, help: "", registry, reuse: true, ...(collect && { collect }) });
    const remedy = "Use another name, or give both the same definition.";
    make("backed", () => 1);
    expect(() => make("backed")).toThrow(
      `backed: cannot reuse the existing collector, because only the existing one has a collect function. ${remedy}`,
    );
    make("plain");
    expect(() => make("plain", () => 1)).toThrow(
      `plain: cannot reuse the existing collector, because the existing one has no collect function. ${remedy}`,
    );
  });
});
