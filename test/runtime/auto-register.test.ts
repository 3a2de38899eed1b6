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

function reportingRegistry(): Registry {
  const registry = new Registry();
  registries.push(registry);
  registerRuntimeMetrics(registry);
  return registry;
}

async function names(registry: Registry): Promise<string[]> {
  using gathered = await registry.gather();
  return gathered.map(({ name }) => name);
}

describe("a registry that reports the runtime by itself", () => {
  test("shows it from the first gather on, without a call", async () => {
    const registry = reportingRegistry();
    expect(await names(registry)).toContain("process_cpu_seconds_total");
    expect(await names(registry)).toContain("process_cpu_seconds_total");
  });

  test("starts nothing before", async () => {
    const open = vi.spyOn(sources.gc, "open");
    const registry = reportingRegistry();
    expect(open).not.toHaveBeenCalled();
    await names(registry);
    expect(open).toHaveBeenCalledOnce();
  });

  test("shows it in gathers that come at the same time", async () => {
    const registry = reportingRegistry();
    const both = await Promise.all([names(registry), names(registry)]);
    for (const shown of both) expect(shown).toContain("process_cpu_seconds_total");
  });

  test("shows nothing when that was disabled before the first gather", async () => {
    const registry = reportingRegistry();
    disableRuntimeMetrics(registry);
    expect(await names(registry)).toEqual([]);
  });

  test("shows nothing when that is disabled while it loads", async () => {
    const registry = reportingRegistry();
    const first = names(registry);
    disableRuntimeMetrics(registry);
    expect(await first).toEqual([]);
  });

  test("keeps to the options of a call that came first", async () => {
    const registry = reportingRegistry();
    collectRuntimeMetrics(registry, { prefix: "app_" });
    expect((await names(registry)).filter((name) => !name.startsWith("app_"))).toEqual([]);
  });

  test("changes to the options of a call that comes later", async () => {
    const registry = reportingRegistry();
    await names(registry);
    collectRuntimeMetrics(registry, { exclude: ["processCpu"] });
    const shown = await names(registry);
    expect(shown).not.toContain("process_cpu_seconds_total");
    expect(shown).toContain("nodejs_version_info");
  });

  test("leaves a source out, and tells, when the application has a metric of its name", async () => {
    const told: string[] = [];
    onError((error, { source }) => void told.push(`${source}: ${error.message}`));
    const registry = reportingRegistry();
    new Gauge({ name: "process_open_fds", help: "Mine.", registry });
    const shown = await names(registry);
    expect(shown).toEqual(expect.arrayContaining(["process_open_fds", "process_threads"]));
    expect(told).toEqual([expect.stringMatching(/^runtime metrics: process_open_fds: /)]);
  });

  test("shows the application's metrics, tells, and tries again when a source cannot be opened", async () => {
    const told = vi.fn();
    onError(told);
    const registry = reportingRegistry();
    new Gauge({ name: "own", help: "", registry });
    vi.spyOn(sources.gc, "open").mockImplementationOnce(() => {
      throw new Error("too many open files");
    });
    expect(await names(registry)).toEqual(["own"]);
    expect(told).toHaveBeenCalledExactlyOnceWith(new Error("too many open files"), {
      source: "runtime metrics",
      cause: "collector",
    });
    expect(await names(registry)).toContain("nodejs_gc_duration_seconds");
  });
});
