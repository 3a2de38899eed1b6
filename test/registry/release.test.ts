import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { type Collector, type Gathered, Gauge, type MetricFamily, onError, Registry } from "../../src/index.js";
import type { CollectorSeries } from "../../src/model/families/collector-series.js";
import { liveSeriesOf } from "../../src/model/families/live-metrics.js";
import { turns } from "../event-loop-turns.js";

beforeEach(() => onError(() => {}));
afterEach(() => onError(undefined));

/** Families of a live gauge, and a spy that is called when they are released. */
function liveFamilies() {
  const gauge = new Gauge({ name: "g", help: "", registry: null });
  const families = gauge.collect() as readonly MetricFamily[];
  const release = vi.spyOn(liveSeriesOf(families[0])?.[0] as CollectorSeries, "release");
  return { families, release };
}

describe("the families of a gather are released once, when it is disposed,", () => {
  test.each<[string, (families: readonly MetricFamily[]) => Collector]>([
    ["of a live collector", (families) => ({ collect: () => families })],
    ["of a promise", (families) => ({ collect: async () => families })],
    [
      "among those of a custom collector",
      (families) => ({ collect: () => [{ ...families[0], name: "h", metrics: [] } as never, ...families] }),
    ],
    ["of a collector that is omitted", (families) => ({ collect: () => [...families, null as never] })],
  ])("%s", async (_, wrap) => {
    for (const registry of [new Registry(), new Registry({ prefix: "app_" })]) {
      const { families, release } = liveFamilies();
      registry.register(wrap(families));
      // An answer that is no list has nothing to release.
      registry.register({ collect: async () => ({}) as never });
      const gathered = await registry.gather();
      expect(release).not.toHaveBeenCalled();
      gathered[Symbol.dispose]();
      expect(release).toHaveBeenCalledOnce();
    }
  });

  test("those of a collector that has been merged with another one", async () => {
    const registry = new Registry();
    const both = ["a", "b"].map((zone) => {
      const gauge = new Gauge({ name: "g", help: "", constLabels: { zone }, registry: null });
      const families = gauge.collect() as readonly MetricFamily[];
      registry.register({ collect: () => families });
      return vi.spyOn(liveSeriesOf(families[0])?.[0] as CollectorSeries, "release");
    });
    (await registry.gather())[Symbol.dispose]();
    for (const release of both) expect(release).toHaveBeenCalledOnce();
  });
});

describe("the families of a promise are released when they arrive", () => {
  test.each<[string, (registry: Registry) => Gathered | Promise<Gathered>]>([
    ["after the deadline", (registry) => registry.gather({ deadline: AbortSignal.abort() })],
    ["after a gather that does not wait", (registry) => registry.gatherNow()],
  ])("%s", async (_, gather) => {
    const { families, release } = liveFamilies();
    let answer = (): void => {};
    const promise = new Promise<readonly MetricFamily[]>((resolve) => {
      answer = () => resolve(families);
    });
    const registry = new Registry();
    registry.register({ collect: () => promise });
    const gathered = await gather(registry);
    gathered[Symbol.dispose]();
    expect(release).not.toHaveBeenCalled();
    answer();
    await turns(1);
    expect(release).toHaveBeenCalledOnce();
  });
});
