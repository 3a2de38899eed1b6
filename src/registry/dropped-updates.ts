import type { Collector } from "../model/collector.js";
import { type DroppedUpdates, droppedUpdates } from "../model/dropped-updates.js";
import type { MetricFamily } from "../model/families/metric-family.js";

const families: readonly { readonly name: string; readonly help: string; readonly loss: keyof DroppedUpdates }[] = [
  {
    name: "narthex_exemplars_dropped_total",
    help: "Exemplars that were left out: longer than the 128 code points that OpenMetrics allows, or of NaN.",
    loss: "exemplars",
  },
  {
    name: "narthex_instrumentation_errors_total",
    help: "Updates that were lost because a label function or an observation failed inside a decorator.",
    loss: "instrumentation",
  },
  {
    name: "narthex_series_expired_total",
    help: "Series that expired because they had not been updated for ttlSeconds.",
    loss: "expiredSeries",
  },
  {
    name: "narthex_series_overflow_total",
    help: "Updates that went to the overflow series because the collector holds maxSeries series.",
    loss: "overflow",
  },
  {
    name: "narthex_unmeasured_thenables_total",
    help: "Calls that returned a promise of another library, and were measured only until they returned.",
    loss: "thenables",
  },
];

const none: DroppedUpdates = { overflow: 0, instrumentation: 0, exemplars: 0 };

/** Names of the families that the library itself adds to a registry. */
export const reservedNames: readonly string[] = families.map(({ name }) => name);

/**
 * The updates that a registry lost itself, by metric.
 *
 * @internal
 */
export class LostUpdates {
  /** The updates that were lost inside a decorator because their collector could not be registered. */
  readonly instrumentation = new Map<string, number>();
  /** The exemplars that are too long in families of custom collectors and `collect` functions. */
  readonly exemplars = new Map<string, number>();

  /** Adds to the number of a metric. */
  add(cause: "instrumentation" | "exemplars", metric: string, count: number): void {
    this[cause].set(metric, (this[cause].get(metric) ?? 0) + count);
  }
}

/**
 * Returns counters of the updates that the collectors of a registry lost, by metric. A counter without losses is
 * omitted.
 *
 * @param collectors - the collectors of the registry
 * @param lost - the updates that the registry lost itself
 * @internal
 */
export function droppedUpdateFamilies(collectors: Iterable<Collector>, lost: LostUpdates): MetricFamily[] {
  const lossy: { readonly metric: string; readonly dropped: DroppedUpdates }[] = [];
  for (const collector of collectors) {
    const dropped = collector[droppedUpdates]?.();
    if (dropped === undefined || isNothing(dropped)) continue;
    const metric = collector.describe?.()[0]?.name;
    if (metric !== undefined) lossy.push({ metric, dropped });
  }
  for (const [metric, instrumentation] of lost.instrumentation)
    lossy.push({ metric, dropped: { ...none, instrumentation } });
  for (const [metric, exemplars] of lost.exemplars) lossy.push({ metric, dropped: { ...none, exemplars } });
  if (lossy.length === 0) return [];
  return families.flatMap(({ name, help, loss }) => {
    const totals = new Map<string, number>();
    for (const { metric, dropped } of lossy) {
      const lost = dropped[loss] ?? 0;
      if (lost > 0) totals.set(metric, (totals.get(metric) ?? 0) + lost);
    }
    const metrics = [...totals].map(([metric, value]) => ({ labels: { metric }, value }));
    return metrics.length === 0 ? [] : [{ name, help, type: "counter" as const, metrics }];
  });
}

function isNothing(dropped: DroppedUpdates): boolean {
  const { exemplars, instrumentation, expiredSeries = 0, overflow, thenables = 0 } = dropped;
  return exemplars + instrumentation + expiredSeries + overflow + thenables === 0;
}
