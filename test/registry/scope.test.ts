import { describe, expect, test } from "vitest";
import { Gauge, type MetricFamily, Registry, renderText } from "../../src/index.js";
import { liveSeriesOf } from "../../src/model/families/live-metrics.js";
import { isScoped, optionsInside, scopedFamily } from "../../src/registry/scope.js";

const family: MetricFamily = { name: "g", type: "gauge", help: "", metrics: [{ labels: { zone: "a" }, value: 1 }] };
const labelsOf = ({ metrics }: MetricFamily) => [...metrics].map(({ labels }) => labels);

describe("a scope", () => {
  test.each([
    [{}, false],
    [{ prefix: "", constLabels: {} }, false],
    [{ prefix: "app_" }, true],
    [{ constLabels: { site: "x" } }, true],
  ])("%j adds something: %s", (scope, isExpected) => {
    expect(isScoped(scope)).toBe(isExpected);
  });

  test("without labels adds its prefix alone", () => {
    const scoped = scopedFamily({ prefix: "app_" }, family);
    expect([scoped.name, labelsOf(scoped)]).toEqual(["app_g", [{ zone: "a" }]]);
  });

  test("without a prefix adds its labels alone, before those of the series", () => {
    const scoped = scopedFamily({ constLabels: { site: "x" } }, family);
    expect([scoped.name, labelsOf(scoped)]).toEqual(["g", [{ site: "x", zone: "a" }]]);
    expect(Object.keys(labelsOf(scoped)[0] ?? {})).toEqual(["site", "zone"]);
  });

  test("does not override the labels of a series", () => {
    const scoped = scopedFamily({ constLabels: { site: "x", zone: "b" } }, family);
    expect(labelsOf(scoped)).toEqual([{ site: "x", zone: "a" }]);
  });

  test("does not override a fact of an info, or the label of the states of a state set", () => {
    const constLabels = { app_mode: "x", site: "x" };
    const info = {
      ...family,
      type: "info",
      metrics: [{ labels: {}, info: { version: "1", site: "y" } }],
    } as MetricFamily;
    expect(labelsOf(scopedFamily({ constLabels }, info))).toEqual([{ app_mode: "x" }]);
    const states = { ...family, name: "mode", type: "stateset", metrics: [{ labels: {}, states: {} }] } as MetricFamily;
    expect(labelsOf(scopedFamily({ constLabels, prefix: "app_" }, states))).toEqual([{ site: "x" }]);
  });

  test("removes its prefix from the wanted names, and omits names that do not have it", () => {
    const names = new Set(["app_a", "xyz_b", "app_app_c"]);
    expect(optionsInside({ prefix: "app_" }, { names }).names).toEqual(new Set(["a", "app_c"]));
    expect(optionsInside({}, { names }).names).toEqual(names);
    expect(optionsInside({ prefix: "" }, { names }).names).toEqual(names);
  });

  test("keeps the other options of a gather", () => {
    const { signal: deadline } = new AbortController();
    const onFailure = (): void => {};
    const names = new Set(["app_a"]);
    expect(optionsInside({ prefix: "app_" }, { names, deadline, onFailure })).toEqual({
      names: new Set(["a"]),
      deadline,
      onFailure,
    });
  });
});

describe("a registry with a prefix and constant labels", () => {
  const options = { prefix: "app_", constLabels: { site: "x", zone: "y" } };

  test("exposes live series that remain after others were removed", async () => {
    const registry = new Registry(options);
    const gauge = new Gauge({ name: "g", help: "", labelNames: ["i"], registry });
    for (let i = 0; i < 300; i++) gauge.set({ i }, i);
    for (let i = 0; i < 300; i++) if (i % 100 !== 7) gauge.remove({ i });
    const line = (i: number) => `app_g{site="x",zone="y",i="${i}"} ${i}\n`;
    expect(await renderText(registry)).toBe(`# TYPE app_g gauge\n${line(7)}${line(107)}${line(207)}`);
  });

  test("shows a series whose collector has a constant label of the same name under the value of the collector", async () => {
    const registry = new Registry(options);
    new Gauge({ name: "g", help: "", constLabels: { zone: "own" }, registry });
    expect(await renderText(registry)).toBe('# TYPE app_g gauge\napp_g{site="x",zone="own"} 0\n');
  });

  test("adds its labels when a live series is read", () => {
    const gauge = new Gauge({ name: "g", help: "", registry: null });
    const [series] = liveSeriesOf(scopedFamily(options, (gauge.collect() as readonly [MetricFamily])[0])) ?? [];
    const read = [...(series?.pages ?? [])].map((page) => series?.read(page, 0));
    expect(read).toEqual([{ labels: { site: "x", zone: "y" }, value: 0 }]);
  });

  test("releases the live series of another gatherer with its own", () => {
    const gauge = new Gauge({ name: "g", help: "", registry: null });
    const [own] = gauge.collect() as readonly [MetricFamily];
    const part = liveSeriesOf(own)?.[0] as { release(): void };
    let released = 0;
    part.release = () => {
      released++;
    };
    for (const one of liveSeriesOf(scopedFamily(options, own)) ?? []) one.release();
    expect(released).toBe(1);
  });
});
