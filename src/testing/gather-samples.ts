import { type Sample, samplesOf } from "../exposition/samples.js";
import type { Gatherer } from "../model/collector.js";
import type { MetricFamily } from "../model/families/metric-family.js";
import { dispose } from "../platform/dispose.js";

/**
 * Gathers a registry, passes the families to `read`, and disposes them afterwards.
 *
 * @internal
 */
export async function readGathered<R>(gatherer: Gatherer, read: (families: readonly MetricFamily[]) => R): Promise<R> {
  const families = await gatherer.gather();
  try {
    return read(families);
  } finally {
    families[dispose]();
  }
}

/**
 * Returns the samples that a scrape shows.
 *
 * @internal
 */
export function gatherSamples(gatherer: Gatherer): Promise<Sample[]> {
  return readGathered(gatherer, samplesOf);
}
