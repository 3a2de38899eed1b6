import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Collector, Counter, Gauge, type MetricFamily, onError, Registry, renderText } from "../../src/index.js";
import { liveSeriesOf } from "../../src/model/families/live-metrics.js";

const reported: string[] = [];
beforeEach(() => {
  reported.length = 0;
  onError((error, { source, code }) => reported.push(`${source} ${code}: ${error.message}`));
});
afterEach(() => onError(undefined));

function family(name: string, labels: Record<string, string> = {}, more: object = {}): MetricFamily {
  return { name, help: "", type: "gauge", metrics: [{ labels, value: 1 }], ...more } as MetricFamily;
}

function custom(...families: MetricFamily[]): Collector {
  return { collect: () => families };
}

async function gathered(names: readonly string[] | undefined, ...collectors: Collector[]) {
  const registry = new Registry();
  for (const collector of collectors) registry.register(collector);
  const failures: string[] = [];
  const families = await registry.gather({
    names: names && new Set(names),
    onFailure: (cause, error) => failures.push(`${cause}: ${error.message}`),
  });
  return { families, names: families.map(({ name }) => name), failures };
}

const live = (name: string) => new Gauge({ name, help: "", registry: null });

function familiesOf(gauge: Gauge): readonly MetricFamily[] {
  return gauge.collect() as readonly MetricFamily[];
}

/** A collector without a description that returns the families of live gauges. */
function ofAll(...gauges: readonly Gauge[]): Collector {
  return { collect: () => gauges.flatMap(familiesOf) };
}

describe("a gather", () => {
  test("prefers a live collector to a custom one that was registered first", async () => {
    const counter = new Counter({ name: "a_total", help: "", registry: null });
    const { names, failures } = await gathered(undefined, custom(family("a")), counter);
    expect(names).toEqual(["a_total"]);
    expect(failures).toEqual([
      "duplicate: a: the family conflicts with a_total, because both write samples named a. Rename one of them.",
    ]);
  });

  test("prefers a collector of several live families to a custom one that was registered first", async () => {
    const [one, two] = [live("a"), live("b")];
    const several = ofAll(one, two);
    const { names, failures } = await gathered(undefined, custom(family("b_total", {}, { type: "counter" })), several);
    expect(names).toEqual(["a", "b"]);
    expect(failures).toEqual([
      "duplicate: b_total: the family conflicts with b, because both write samples named b. Rename one of them.",
    ]);
  });

  test("omits a collector of several live families if one of them conflicts with another collector", async () => {
    const counter = new Counter({ name: "b_total", help: "", registry: null });
    const [one, two] = [live("a"), live("b")];
    const several = ofAll(one, two);
    const { names, failures } = await gathered(undefined, several, counter);
    expect(names).toEqual(["b_total"]);
    expect(failures).toEqual([
      "duplicate: b: the family conflicts with b_total, because both write samples named b. Rename one of them.",
    ]);
  });

  test("omits the later of two live collectors that conflict", async () => {
    const counter = new Counter({ name: "a_total", help: "", registry: null });
    // The registry does not compare collectors without a description.
    const gauge = live("a");
    const { names, failures } = await gathered(undefined, counter, ofAll(gauge));
    expect(names).toEqual(["a_total"]);
    expect(failures).toEqual([
      "duplicate: a: the family conflicts with a_total, because both write samples named a. Rename one of them.",
    ]);
  });

  test("omits all families of a collector if the last of them is invalid", async () => {
    const { names, failures } = await gathered(undefined, live("z"), custom(family("a"), family("b"), family("")));
    expect(names).toEqual(["z"]);
    expect(failures).toEqual(['invalid: : name must be a non-empty string without lone surrogates, but was "".']);
  });

  test("omits all families of a collector if two of them write samples of one name", async () => {
    const clashing = custom(family("a_total", {}, { type: "counter" }), family("b"), family("a"));
    const { names, failures } = await gathered(undefined, clashing);
    expect(names).toEqual([]);
    expect(failures).toEqual([
      "duplicate: a: the family conflicts with a_total, because both write samples named a. Rename one of them.",
    ]);
  });

  test("returns the wanted families of a collector that returns several", async () => {
    const [one, two] = [live("a"), live("b")];
    const several = ofAll(one, two);
    expect((await gathered(["b", "d"], several, custom(family("c"), family("d")))).names).toEqual(["b", "d"]);
  });

  test("omits a live family that is not wanted if its collector has no description", async () => {
    const [one, two] = [live("a"), live("b")];
    const collectors = [one, two].map((gauge) => ofAll(gauge));
    expect((await gathered(["b"], ...collectors)).names).toEqual(["b"]);
  });

  test("calls a collector if it describes one wanted family among others", async () => {
    const describing: Collector = {
      collect: () => [family("a"), family("b")],
      describe: () => ["a", "b"].map((name) => ({ name, help: "", type: "gauge" })),
    };
    expect((await gathered(["b"], describing)).names).toEqual(["b"]);
  });

  test("checks families of a collector that returns live ones among others", async () => {
    const gauge = live("a");
    const mixed: Collector = { collect: () => [...familiesOf(gauge), family("b", {}, { unit: "seconds" })] };
    expect((await gathered(undefined, mixed)).failures).toEqual([
      'invalid: b: name must end in _seconds if unit is "seconds".',
    ]);
  });

  test("joins the series of a live collector and of a custom one, the live ones first", async () => {
    const gauge = new Gauge({ name: "a", help: "", labelNames: ["x"], registry: null });
    gauge.set({ x: "1" }, 2);
    const { families } = await gathered(undefined, custom(family("a", { x: "0" })), gauge);
    expect(families.map(({ metrics }) => [...metrics])).toEqual([
      [
        { labels: { x: "1" }, value: 2 },
        { labels: { x: "0" }, value: 1 },
      ],
    ]);
    expect(await renderText({ gather: async () => families })).toBe('# TYPE a gauge\na{x="1"} 2\na{x="0"} 1\n');
  });

  test("joins the series of a custom collector and of one that returns live families among others", async () => {
    const gauge = new Gauge({ name: "a", help: "", constLabels: { x: "1" }, registry: null });
    const mixed: Collector = { collect: () => [...familiesOf(gauge as Gauge), family("b")] };
    const { families, failures } = await gathered(undefined, custom(family("a", { x: "0" })), mixed);
    expect(failures).toEqual([]);
    expect([...(families[0]?.metrics ?? [])].map(({ labels }) => labels)).toEqual([{ x: "0" }, { x: "1" }]);
  });

  test("joins the series of live collectors, in the order of their registration", async () => {
    const gauges = ["x", "y", "z"].map(
      (queue) => new Gauge({ name: "a", help: "", constLabels: { queue }, registry: null }),
    );
    const { families } = await gathered(undefined, ...gauges);
    const all = ["x", "y", "z"].map((queue) => ({ labels: { queue }, value: 0 }));
    expect(families.map(({ metrics }) => [...metrics])).toEqual([all]);
    // The encoders read the pages of live series instead of the metrics.
    expect(liveSeriesOf(families[0])).toHaveLength(3);
    expect(await renderText({ gather: async () => families })).toContain(
      'a{queue="x"} 0\na{queue="y"} 0\na{queue="z"} 0\n',
    );
  });

  test.each<[string, MetricFamily]>([
    ["type", family("x_seconds", { a: "" }, { type: "unknown", unit: "seconds" })],
    ["unit", family("x_seconds", { a: "" })],
  ])("omits a collector that returns the family of another one with a different %s", async (_, other) => {
    const first = family("x_seconds", {}, { unit: "seconds" });
    expect((await gathered(undefined, custom(first), custom(other))).failures).toEqual([
      "duplicate: x_seconds: another collector returns this family with a different type or unit. Give both the same, or rename one of them.",
    ]);
  });

  test("joins a family without a unit and one with an empty unit", async () => {
    const [one, two] = [family("x", { a: "1" }), family("x", { a: "2" }, { unit: "" })];
    for (const both of [
      [one, two],
      [two, one],
    ]) {
      const { families, failures } = await gathered(undefined, ...both.map((each) => custom(each)));
      expect([failures, families.map(({ metrics }) => [...metrics].length)]).toEqual([[], [2]]);
    }
    expect(reported).toEqual([]);
  });

  test("reports two help texts of a collector that returns several families", async () => {
    await gathered(
      undefined,
      custom(family("x", { a: "1" })),
      custom(family("y"), family("x", {}, { help: "Another." })),
    );
    expect(reported).toEqual([
      'x NARTHEX_DIFFERENT_HELP: x: two collectors return this family, one with the help "" and one with "Another.". The first help is exposed. Give both the same one.',
    ]);
  });

  test("reports two help texts of live collectors", async () => {
    const gauges = ["One.", "Two."].map(
      (help) => new Gauge({ name: "x", help, constLabels: { help }, registry: null }),
    );
    await gathered(undefined, ...gauges.map((gauge) => ofAll(gauge)));
    expect(reported).toEqual([
      'x NARTHEX_DIFFERENT_HELP: x: two collectors return this family, one with the help "One." and one with "Two.". The first help is exposed. Give both the same one.',
    ]);
  });

  test("reports no help text of a family that is not wanted", async () => {
    const [one, two] = [family("x"), family("x", { a: "1" }, { help: "Another." })];
    await gathered(["y"], custom(one), custom(two), custom(family("y")));
    expect(reported).toEqual([]);
  });

  test("reports a failing collector under the name of its class if it describes no family", async () => {
    class Broken implements Collector {
      collect(): never {
        throw new Error("no");
      }
    }
    await gathered(undefined, new Broken());
    expect(reported).toEqual(["Broken NARTHEX_COLLECTOR_FAILED: no"]);
  });

  test("reports a failing collector under the name of its class if its description is empty", async () => {
    class Broken implements Collector {
      describe = () => [];
      collect = () => Promise.reject(new Error("no"));
    }
    await gathered(undefined, new Broken());
    expect(reported).toEqual(["Broken NARTHEX_COLLECTOR_FAILED: no"]);
  });

  test("continues after a family of null, which is invalid, among live ones", async () => {
    const gauge = live("a");
    const mixed = { collect: () => [...familiesOf(gauge), null] } as unknown as Collector;
    const { names, failures } = await gathered(undefined, mixed, live("b"));
    expect([names, failures]).toEqual([
      ["b"],
      ["invalid: undefined: name must be a non-empty string without lone surrogates, but was undefined."],
    ]);
  });

  test("returns no families if a collector returns an empty list", async () => {
    expect(await gathered(undefined, custom(), { collect: async () => [] })).toMatchObject({ names: [], failures: [] });
  });
});
