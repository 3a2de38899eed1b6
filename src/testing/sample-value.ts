import type { Gatherer } from "../model/collector.js";
import { requireGatherer } from "../validation/gatherer.js";
import { gatherSamples } from "./gather-samples.js";
import { isSameSeries, type LabelQuery } from "./series.js";

/**
 * The value of one sample.
 *
 * @param gatherer - a registry
 * @param name - the sample's name: a counter's with `_total`, a histogram's with `_bucket`, `_sum` or `_count`
 * @param labels - all its labels, with `le`, `quantile` or a state set's own label
 * @returns `undefined` when there is no such sample
 * @throws TypeError when the registry cannot be gathered
 * @example
 * ```ts
 * expect(await sampleValue(registry, "checkout_duration_seconds_bucket", { tier: "gold", le: 0.5 })).toBe(3);
 * ```
 */
export async function sampleValue(
  gatherer: Gatherer,
  name: string,
  labels: LabelQuery = {},
): Promise<number | undefined> {
  requireGatherer("sampleValue", gatherer);
  const samples = await gatherSamples(gatherer);
  return samples.find((sample) => sample.name === name && isSameSeries(sample.labels, labels))?.value;
}
