import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { Gauge, type MetricFamily, onError, Registry } from "../../src/index.js";

const reported = vi.fn();
beforeEach(() => onError(reported.mockReset()));
afterEach(() => onError(undefined));

const late: MetricFamily = { name: "late", help: "", type: "gauge", metrics: [{ labels: {}, value: 1 }] };

describe("gatherNow", () => {
  test("returns the families of synchronous collectors, sorted, and omits those of asynchronous ones", () => {
    const registry = new Registry();
    new Gauge({ name: "b", help: "", registry });
    new Gauge({ name: "a", help: "", registry, collect: () => 2 });
    registry.register({ collect: async () => [late] });
    expect(registry.gatherNow().map(({ name }) => name)).toEqual(["a", "b"]);
    expect(reported).not.toHaveBeenCalled();
  });

  test("omits a collector that throws", () => {
    const registry = new Registry();
    new Gauge({ name: "a", help: "", registry });
    registry.register({
      collect() {
        throw new Error("no");
      },
    });
    expect(registry.gatherNow().map(({ name }) => name)).toEqual(["a"]);
  });

  test("runs no hooks", () => {
    const registry = new Registry();
    registry.beforeGather(() => {
      throw new Error("a hook ran");
    });
    expect(registry.gatherNow()).toHaveLength(0);
  });

  test("adds the registry's prefix and constant labels", () => {
    const registry = new Registry({ prefix: "app_", constLabels: { site: "x" } });
    new Gauge({ name: "a", help: "", registry });
    const [family] = registry.gatherNow();
    expect(family?.name).toBe("app_a");
    expect([...(family?.metrics ?? [])][0]?.labels).toEqual({ site: "x" });
  });

  test("releases the slots of its series, also those in a late answer", async () => {
    const inner = new Registry();
    const gauge = new Gauge({ name: "g", help: "", labelNames: ["x"], registry: inner });
    gauge.set({ x: 1 }, 1);
    const registry = new Registry();
    registry.register({ collect: async () => gauge.collect() });
    registry.gatherNow()[Symbol.dispose]();
    await new Promise((resolve) => setTimeout(resolve));
    gauge.remove({ x: 1 });
    gauge.set({ x: 2 }, 2);
    using gathered = await inner.gather();
    expect([...(gathered[0]?.metrics ?? [])]).toEqual([{ labels: { x: "2" }, value: 2 }]);
  });
});
