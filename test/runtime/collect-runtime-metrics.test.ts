import { readdirSync, readlinkSync } from "node:fs";
import { describe, expect, test, vi } from "vitest";
import { Gauge } from "../../src/collectors/gauge.js";
import { Registry } from "../../src/registry/registry.js";
import { collectRuntimeMetrics, disableRuntimeMetrics } from "../../src/runtime/index.js";
import { openCollectors } from "../../src/runtime/options.js";
import { sources } from "../../src/runtime/sources.js";

const allNames = Object.values(sources)
  .flatMap(({ metrics }) => Object.entries(metrics))
  .filter(([, { legacy }]) => legacy !== true)
  .map(([name]) => name);

const namesOf = (options: Parameters<typeof openCollectors>[0]) => {
  const collectors = openCollectors(options);
  for (const collector of collectors) collector[Symbol.dispose]();
  return collectors.flatMap((collector) => collector.describe().map(({ name }) => name));
};

async function gatheredNames(registry: Registry): Promise<string[]> {
  using gathered = await registry.gather();
  return gathered.map(({ name }) => name);
}

function openFiles(): string[] {
  return readdirSync("/proc/self/fd").flatMap((file) => {
    try {
      return [readlinkSync(`/proc/self/fd/${file}`)];
    } catch {
      return []; // the descriptor that lists the directory
    }
  });
}

describe("runtime metrics", () => {
  test("are in a registry until they are removed", async () => {
    const registry = new Registry();
    const metrics = collectRuntimeMetrics(registry);
    expect(await gatheredNames(registry)).toEqual(
      expect.arrayContaining(["nodejs_version_info", "process_cpu_seconds_total"]),
    );
    metrics[Symbol.dispose]();
    expect(await gatheredNames(registry)).toEqual([]);
  });

  test("can be excluded by name", () => {
    expect(namesOf({ exclude: ["nodejs_heap_size_used_bytes", "process_threads"] })).toEqual(
      allNames.filter((name) => name !== "nodejs_heap_size_used_bytes" && name !== "process_threads"),
    );
  });

  test("can be excluded by source", () => {
    expect(namesOf({ exclude: ["gc", "heapSpaces"] })).toEqual(
      allNames.filter((name) => !/^nodejs_(gc|heap_space)_/.test(name)),
    );
  });

  test("do not open a source whose metrics are all excluded", () => {
    const open = vi.spyOn(sources.gc, "open");
    namesOf({ exclude: ["nodejs_gc_duration_seconds"] });
    expect(open).not.toHaveBeenCalled();
    open.mockRestore();
  });

  test("cannot be excluded if they do not exist", () => {
    expect(() => openCollectors({ exclude: ["cg"] })).toThrow(
      /^collectRuntimeMetrics: exclude must name runtime metrics or their sources, but was "cg"\. The sources are processCpu,.* gc,/,
    );
  });

  test("take a prefix and constant labels", async () => {
    const registry = new Registry();
    using _ = collectRuntimeMetrics(registry, { prefix: "app_", constLabels: { shard: "3" } });
    using gathered = await registry.gather();
    expect(gathered.every(({ name }) => /^app_(process|nodejs)_/.test(name))).toBe(true);
    const metrics = gathered.flatMap((family) => [...family.metrics]);
    expect(metrics.length).toBeGreaterThan(40);
    expect(metrics.filter(({ labels }) => labels["shard"] !== "3")).toEqual([]);
  });

  test("follow the naming rules, and have prom-client's names in addition with legacyNames", () => {
    expect(namesOf({}).filter((name) => name.startsWith("nodejs_active_"))).toEqual([
      "nodejs_active_resources",
      "nodejs_active_resources_all_types",
      "nodejs_active_handles",
      "nodejs_active_handles_all_types",
      "nodejs_active_requests",
      "nodejs_active_requests_all_types",
    ]);
    expect(namesOf({ legacyNames: true }).filter((name) => !allNames.includes(name))).toEqual([
      "nodejs_active_resources_total",
      "nodejs_active_handles_total",
      "nodejs_active_requests_total",
    ]);
  });

  test("can be gathered with legacyNames", async () => {
    const registry = new Registry();
    using _ = collectRuntimeMetrics(registry, { legacyNames: true });
    expect(await gatheredNames(registry)).toContain("nodejs_active_resources_total");
  });

  test("are replaced by a second call", async () => {
    const registry = new Registry();
    using _first = collectRuntimeMetrics(registry);
    using _second = collectRuntimeMetrics(registry, { prefix: "app_" });
    expect((await gatheredNames(registry)).filter((name) => !name.startsWith("app_"))).toEqual([]);
  });

  test("stay if a replaced set is disposed", async () => {
    const registry = new Registry();
    const first = collectRuntimeMetrics(registry);
    using _second = collectRuntimeMetrics(registry, { prefix: "app_" });
    first[Symbol.dispose]();
    expect(await gatheredNames(registry)).toContain("app_process_cpu_seconds_total");
  });

  test("are removed by disableRuntimeMetrics", async () => {
    const registry = new Registry();
    collectRuntimeMetrics(registry);
    disableRuntimeMetrics(registry);
    expect(await gatheredNames(registry)).toEqual([]);
  });

  test.runIf(process.platform === "linux")("leave no file open after they are removed", async () => {
    const registry = new Registry();
    const set = collectRuntimeMetrics(registry);
    using _ = await registry.gather();
    expect(openFiles()).toContainEqual(expect.stringMatching(/\/proc\/\d+\/status$/));
    set[Symbol.dispose]();
    expect(openFiles()).not.toContainEqual(expect.stringMatching(/\/proc\/\d+\//));
  });

  test("are all rejected if a name is taken", async () => {
    const registry = new Registry();
    new Gauge({ name: "process_threads", help: "Mine.", registry });
    expect(() => collectRuntimeMetrics(registry)).toThrow(/process_threads/);
    expect(await gatheredNames(registry)).toEqual(["process_threads"]);
  });
});
