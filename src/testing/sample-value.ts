import type { Gatherer } from "../model/collector.js";
import { requireGatherer } from "../validation/gatherer.js";
import { checkArgument, string } from "../validation/options.js";
import { gatherSamples } from "./gather-samples.js";
import { isSameSeries, type LabelQuery } from "./series.js";

/**
 * Returns the value of a sample.
 *
 * @param gatherer - the registry
 * @param name - the name of the sample, with its suffix: `_total` of a counter; `_bucket`, `_sum` or `_count` of a
 * histogram
 * @param labels - all labels of the sample, including `le`, `quantile` or the state label of a state set
 * @returns the value, or `undefined` if there is no such sample
 * @throws {TypeError} if `gatherer` is not a registry, or `name` is not a string
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
  checkArgument("sampleValue", "name", name, string);
  const samples = await gatherSamples(gatherer);
  return samples.find((sample) => sample.name === name && isSameSeries(sample.labels, labels))?.value;
}
