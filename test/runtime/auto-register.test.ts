import { afterEach, describe, expect, test, vi } from "vitest";
import { Gauge } from "../../src/collectors/gauge.js";
import { onError } from "../../src/globals/error-listener.js";
import { Registry } from "../../src/registry/registry.js";
import { registerRuntimeMetrics } from "../../src/runtime/auto-register.js";
import { collectRuntimeMetrics, disableRuntimeMetrics } from "../../src/runtime/index.js";
import { sources } from "../../src/runtime/sources.js";

const registries: Registry[] = [];
afterEach(() => {
  for (const registry of registries.splice(0)) disableRuntimeMetrics(registry);
  onError(undefined);
  vi.restoreAllMocks();
});

function registryWithRuntimeMetrics(): Registry {
  const registry = new Registry();
  registries.push(registry);
  registerRuntimeMetrics(registry);
  return registry;
}

async function names(registry: Registry): Promise<string[]> {
  using gathered = await registry.gather();
  return gathered.map(({ name }) => name);
}

describe("a registry that registers the runtime metrics automatically", () => {
  test("has them from the first gather on", async () => {
    const registry = registryWithRuntimeMetrics();
    expect(await names(registry)).toContain("process_cpu_seconds_total");
    expect(await names(registry)).toContain("process_cpu_seconds_total");
  });

  test("opens no source before the first gather", async () => {
    const open = vi.spyOn(sources.gc, "open");
    const registry = registryWithRuntimeMetrics();
    expect(open).not.toHaveBeenCalled();
    await names(registry);
    expect(open).toHaveBeenCalledOnce();
  });

  test("has them in gathers that run at the same time", async () => {
    const registry = registryWithRuntimeMetrics();
    const both = await Promise.all([names(registry), names(registry)]);
    for (const shown of both) expect(shown).toContain("process_cpu_seconds_total");
  });

  test("has none if they are disabled before the first gather", async () => {
    const registry = registryWithRuntimeMetrics();
    disableRuntimeMetrics(registry);
    expect(await names(registry)).toEqual([]);
  });

  test("has none if they are disabled while the module loads", async () => {
    const registry = registryWithRuntimeMetrics();
    const first = names(registry);
    disableRuntimeMetrics(registry);
    expect(await first).toEqual([]);
  });

  test("keeps the options of an earlier call of collectRuntimeMetrics", async () => {
    const registry = registryWithRuntimeMetrics();
    collectRuntimeMetrics(registry, { prefix: "app_" });
    expect((await names(registry)).filter((name) => !name.startsWith("app_"))).toEqual([]);
  });

  test("takes the options of a later call of collectRuntimeMetrics", async () => {
    const registry = registryWithRuntimeMetrics();
    await names(registry);
    collectRuntimeMetrics(registry, { exclude: ["processCpu"] });
    const shown = await names(registry);
    expect(shown).not.toContain("process_cpu_seconds_total");
    expect(shown).toContain("nodejs_version_info");
  });

  test("omits and reports a source if the application has a metric of the same name", async () => {
    const reported: string[] = [];
    onError((error, { source }) => void reported.push(`${source}: ${error.message}`));
    const registry = registryWithRuntimeMetrics();
    new Gauge({ name: "process_open_fds", help: "Mine.", registry });
    const shown = await names(registry);
    expect(shown).toEqual(expect.arrayContaining(["process_open_fds", "process_threads"]));
    expect(reported).toEqual([expect.stringMatching(/^runtime metrics: process_open_fds: /)]);
  });

  test("reports a source that cannot be opened, shows the application's metrics, and tries again", async () => {
    const reported = vi.fn();
    onError(reported);
    const registry = registryWithRuntimeMetrics();
    new Gauge({ name: "own", help: "", registry });
    vi.spyOn(sources.gc, "open").mockImplementationOnce(() => {
      throw new Error("too many open files");
    });
    expect(await names(registry)).toEqual(["own"]);
    expect(reported).toHaveBeenCalledExactlyOnceWith(new Error("too many open files"), {
      source: "runtime metrics",
      code: "NARTHEX_RUNTIME_METRICS_FAILED",
    });
    expect(await names(registry)).toContain("nodejs_gc_duration_seconds");
  });
});
