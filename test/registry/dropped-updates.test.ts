import { describe, expect, test, vi } from "vitest";
import { type Collector, Counter, Registry, renderText } from "../../src/index.js";
import { countLostUpdate, type DroppedUpdates, droppedUpdates } from "../../src/model/dropped-updates.js";

const none: DroppedUpdates = { overflow: 0, exemplars: 0, instrumentation: 0, thenables: 0 };

function losing(name: string, dropped: Partial<DroppedUpdates>): Collector {
  return {
    collect: () => [],
    describe: () => [{ name, type: "gauge", help: "" }],
    [droppedUpdates]: () => ({ ...none, ...dropped }),
  };
}

async function lines(registry: Registry): Promise<string[]> {
  return (await renderText(registry)).trim().split("\n");
}

describe("a registry exposes the updates that its collectors lost", () => {
  test.each<[keyof DroppedUpdates, string, string]>([
    [
      "exemplars",
      "narthex_exemplars_dropped_total",
      "Exemplars that were left out: longer than the 128 code points that OpenMetrics allows, or of NaN.",
    ],
    [
      "instrumentation",
      "narthex_instrumentation_errors_total",
      "Updates that were lost because a label function or an observation failed inside a decorator.",
    ],
    [
      "overflow",
      "narthex_series_overflow_total",
      "Updates that went to the overflow series because the collector holds maxSeries series.",
    ],
    [
      "thenables",
      "narthex_unmeasured_thenables_total",
      "Calls that returned a promise of another library, and were measured only until they returned.",
    ],
  ])("by cause: %s", async (cause, name, help) => {
    const registry = new Registry();
    registry.register(losing("a", { [cause]: 1 }));
    registry.register(losing("b", { [cause]: 2 }));
    registry.register(losing("c", {}));
    expect(await lines(registry)).toEqual([
      `# HELP ${name} ${help}`,
      `# TYPE ${name} counter`,
      `${name}{metric="a"} 1`,
      `${name}{metric="b"} 2`,
    ]);
  });

  test("in total for collectors of one name, and for those that could not be registered", async () => {
    const registry = new Registry();
    for (const zone of ["a", "b"]) {
      const counter = new Counter({
        name: "c_total",
        help: "",
        constLabels: { zone },
        labelNames: ["x"],
        maxSeries: 1,
        registry,
      });
      for (const x of [1, 2, 3]) counter.inc({ x });
    }
    registry[countLostUpdate]("c_total");
    registry[countLostUpdate]("c_total");
    const all = await lines(registry);
    expect(all).toContain('narthex_series_overflow_total{metric="c_total"} 4');
    expect(all).toContain('narthex_instrumentation_errors_total{metric="c_total"} 2');
  });

  test("but none of collectors that describe no family, and none if nothing was lost", async () => {
    const registry = new Registry();
    registry.register({ collect: () => [], [droppedUpdates]: () => ({ ...none, overflow: 1 }) });
    registry.register({ ...losing("a", { overflow: 1 }), describe: () => [] });
    registry.register({ collect: () => [] });
    expect(await lines(registry)).toEqual([""]);
    registry.register(losing("b", { overflow: 1 }));
    expect((await lines(registry)).filter((line) => !line.startsWith("#"))).toEqual([
      'narthex_series_overflow_total{metric="b"} 1',
    ]);
  });

  test("and asks only the collectors that lost some for their description", async () => {
    const registry = new Registry();
    const describe = vi.fn(() => [{ name: "a", type: "gauge" as const, help: "" }]);
    registry.register({ ...losing("a", {}), describe });
    describe.mockClear();
    await registry.gather();
    expect(describe).not.toHaveBeenCalled();
  });

  test("also of collectors of older versions, which count fewer causes", async () => {
    const registry = new Registry();
    const { thenables: _, ...older } = none;
    registry.register({ ...losing("a", {}), [droppedUpdates]: () => older });
    registry.register({ ...losing("b", {}), [droppedUpdates]: () => ({ ...older, overflow: 1 }) });
    expect(await lines(registry)).toHaveLength(3);
  });

  test.each(["exemplars_dropped", "instrumentation_errors", "series_overflow", "unmeasured_thenables"])(
    "under a name that no collector can take: narthex_%s_total",
    (name) => {
      expect(() => new Counter({ name: `narthex_${name}_total`, help: "", registry: new Registry() })).toThrow(
        `narthex_${name}_total: the name is reserved for the library. Use another name.`,
      );
    },
  );
});
