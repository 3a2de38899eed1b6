import type { Collector } from "../../src/model/collector.js";
import type { Labels } from "../../src/model/families/metric.js";
import type { MetricFamily } from "../../src/model/families/metric-family.js";
import { openCollectors, type RuntimeOptions } from "../../src/runtime/options.js";

/** Opens the sources that the options select, reads them once and closes them. */
export async function families(options: RuntimeOptions = {}): Promise<Map<string, MetricFamily>> {
  const collectors = openCollectors(options);
  try {
    const collected = await Promise.all(collectors.map((collector: Collector) => collector.collect()));
    return new Map(collected.flat().map((family) => [family.name, family]));
  } finally {
    for (const collector of collectors) collector[Symbol.dispose]();
  }
}

/** Returns the value of the series of a counter or gauge with these labels. */
export function numberIn(family: MetricFamily | undefined, labels: Labels = {}): number | undefined {
  if (family?.type !== "counter" && family?.type !== "gauge") return undefined;
  const wanted = JSON.stringify(labels);
  return [...family.metrics].find((metric) => JSON.stringify(metric.labels) === wanted)?.value;
}
