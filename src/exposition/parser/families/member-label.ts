import type { MetricType } from "../../../model/families/metric-family.js";
import { metricTypes, syntheticLabel } from "../../../model/families/metric-types.js";

/**
 * Returns the label that tells the samples of one series apart: `le`, `quantile`, or a state set's own name.
 *
 * @param type - the family's type
 * @param suffix - the sample's suffix
 * @param family - the family's name as the format writes it
 */
export function memberLabel(type: MetricType, suffix: string, family: string): string | undefined {
  return suffix === metricTypes[type].labelledSuffix ? syntheticLabel(family, type) : undefined;
}
