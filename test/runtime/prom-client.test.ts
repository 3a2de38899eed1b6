import { syncBuiltinESMExports } from "node:module";
import perfHooks, { createHistogram, type IntervalHistogram } from "node:perf_hooks";
import { setImmediate } from "node:timers/promises";
import { collectDefaultMetrics, Registry as PromRegistry } from "prom-client";
import { afterEach, describe, expect, test, vi } from "vitest";
import { openCollectors } from "../../src/runtime/options.js";
import type { RuntimeCollector } from "../../src/runtime/runtime-collector.js";

type Values = Map<string, number>;

/** The tolerance between two successive readings. */
const tolerances: [names: RegExp, tolerance: number][] = [
  [/^process_cpu_/, 0.1],
  [/^process_start_time/, 1],
  [/_bytes\b/, 32 * 2 ** 20],
  [/^process_open_fds|^nodejs_active_/, 4],
  [/^nodejs_eventloop_lag_seconds/, 0.1],
  [/^nodejs_gc_/, 5],
  [/./, 0],
];

async function ours(collectors: RuntimeCollector[]): Promise<Values> {
  const values: Values = new Map();
  const add = (name: string, labels: object, value: number) => values.set(`${name} ${stable(labels)}`, value);
  for (const family of (await Promise.all(collectors.map((collector) => collector.collect()))).flat()) {
    for (const metric of family.metrics) {
      if ("value" in metric) add(family.name, metric.labels, metric.value);
      else if ("info" in metric) add(family.name, metric.info, 1);
      else if ("buckets" in metric) {
        add(`${family.name}_count`, metric.labels, metric.count);
        add(`${family.name}_sum`, metric.labels, metric.sum);
      }
    }
  }
  return values;
}

async function theirs(registry: PromRegistry): Promise<Values> {
  const values: Values = new Map();
  for (const { name, values: series } of await registry.getMetricsAsJSON()) {
    for (const { value, labels, ...rest } of series) {
      const metricName = "metricName" in rest ? String(rest.metricName) : name;
      if (!metricName.endsWith("_bucket")) values.set(`${metricName} ${stable(labels)}`, value);
    }
  }
  return values;
}

const stable = (labels: object) =>
  JSON.stringify(
    Object.entries(labels)
      .map(([name, value]) => [name, String(value)])
      .sort(),
  );

/** The delays of an event loop with one stall. */
function recordedDelay(): IntervalHistogram {
  const histogram = createHistogram();
  for (const ms of [10, 10, 11, 12, 60]) histogram.record(ms * 1e6);
  return Object.assign(histogram, { enable: () => true, disable: () => true });
}

afterEach(() => {
  vi.restoreAllMocks();
  syncBuiltinESMExports();
});

describe("a metric with the name of one of prom-client's default metrics", () => {
  test("has the same series and values", async () => {
    // Each library would have its own timer, and a stall would fall into different ticks of the two timers.
    vi.spyOn(perfHooks, "monitorEventLoopDelay").mockImplementation(recordedDelay);
    syncBuiltinESMExports();
    const registry = new PromRegistry();
    const cpuBefore = process.cpuUsage();
    collectDefaultMetrics({ register: registry });
    const collectors = openCollectors({ legacyNames: true });
    await setImmediate();
    const [own, peer] = [await ours(collectors), await theirs(registry)];
    for (const collector of collectors) collector[Symbol.dispose]();
    // prom-client counts CPU time from its own start, not from the start of the process.
    const missing: Record<string, number> = {
      process_cpu_user_seconds_total: cpuBefore.user / 1e6,
      process_cpu_system_seconds_total: cpuBefore.system / 1e6,
      process_cpu_seconds_total: (cpuBefore.user + cpuBefore.system) / 1e6,
    };
    // prom-client measures the lag with an immediate.
    peer.delete('nodejs_active_resources [["type","Immediate"]]');
    const compared = [...peer].map(([key, value]) => {
      const [name = ""] = key.split(" ");
      const tolerance = tolerances.find(([names]) => names.test(name))?.[1] ?? 0;
      const expected = value + (missing[name] ?? 0);
      return {
        key,
        agrees: Math.abs((own.get(key) ?? Number.NaN) - expected) <= tolerance,
        own: own.get(key),
        expected,
      };
    });
    expect(compared.length).toBeGreaterThan(45);
    expect(compared.filter(({ agrees }) => !agrees)).toEqual([]);
  });
});
