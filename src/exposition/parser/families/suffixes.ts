import type { MetricType } from "../../../model/metric-family.js";

/** The suffixes that the samples of each type bear in OpenMetrics; `""` for none. */
export const openMetricsSuffixes: Readonly<Record<MetricType, readonly string[]>> = {
  counter: ["_total", "_created"],
  gauge: [""],
  histogram: ["_bucket", "_sum", "_count", "_created"],
  gaugehistogram: ["_bucket", "_gsum", "_gcount"],
  summary: ["", "_sum", "_count", "_created"],
  info: ["_info"],
  stateset: [""],
  unknown: [""],
};

/** The suffixes that the samples of each type bear in the text formats. */
export const textSuffixes: Readonly<Record<string, readonly string[]>> = {
  histogram: ["_bucket", "_sum", "_count"],
  summary: ["", "_sum", "_count"],
};

/**
 * The label that tells the samples of one series apart: `le`, `quantile`, or a state set's own name.
 *
 * @param type - the family's type
 * @param suffix - the sample's suffix
 * @param family - the family's name as the format writes it
 */
export function memberLabel(type: MetricType, suffix: string, family: string): string | undefined {
  if (suffix === "_bucket" && (type === "histogram" || type === "gaugehistogram")) return "le";
  if (suffix === "" && type === "summary") return "quantile";
  return type === "stateset" ? family : undefined;
}
