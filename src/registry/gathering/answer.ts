import { collectorBrand } from "../../model/children.js";
import type { Collector } from "../../model/collector.js";
import { liveSeriesOf } from "../../model/families/live-metrics.js";
import type { MetricFamily } from "../../model/families/metric-family.js";

/** The families that a collector returned, before they are checked. */
export interface Answer {
  /** Collector that was called. */
  readonly collector: Collector;
  /** Families that it returned. */
  readonly families: readonly MetricFamily[];
  /** Family of a live collector that returned one family. */
  readonly family: MetricFamily | undefined;
}

/** The result of a call of `collect` that returned a promise. */
export interface Pending {
  /** Collector that was called. */
  readonly collector: Collector;
  /** Promise of its families. */
  readonly families: Promise<readonly MetricFamily[]>;
}

/** The result of a call of `collect`. */
export type Asked = Answer | Pending;

/**
 * Returns the answer of a collector.
 *
 * @internal
 */
export function answerOf(collector: Collector, families: readonly MetricFamily[]): Answer {
  const isLiveOne = Array.isArray(families) && families.length === 1 && collectorBrand in collector && isLive(families);
  return { collector, families, family: isLiveOne ? families[0] : undefined };
}

/**
 * Whether all families are live. Live families need no check.
 *
 * @internal
 */
export function isLive(families: readonly MetricFamily[]): boolean {
  for (const family of families) if (liveSeriesOf(family) === undefined) return false;
  return true;
}

/**
 * Releases families, so that the slots of removed series can be reused.
 *
 * @internal
 */
export function release(families: readonly MetricFamily[]): void {
  for (const family of families) for (const series of liveSeriesOf(family) ?? []) series.release();
}
