import type { HistogramMetric, Labels, SummaryMetric } from "../model/families/metric.js";
import type { MetricFamily, MetricOf, MetricType } from "../model/families/metric-family.js";
import { bucketSuffix, type TotalSuffixes, traitsOf } from "../model/families/metric-types.js";
import { formatBound, formatValue } from "./bytes/number.js";

/** One sample of an exposition, as Prometheus stores it. */
export interface Sample {
  /** The name of the sample: the name of the family with a suffix such as `_bucket`, `_sum` or `_count`. */
  readonly name: string;
  /** All labels, including `le`, `quantile` or the state label of a state set. */
  readonly labels: Labels;
  /** The value. */
  readonly value: number;
}

/**
 * Returns the samples of families, with the names of OpenMetrics: a gauge histogram has `_gsum` and `_gcount`. Created
 * timestamps, exemplars and native buckets are not samples.
 *
 * @param families - the families, from a registry or from the parser
 */
export function samplesOf(families: Iterable<MetricFamily>): Sample[] {
  return [...families].flatMap((family) => samplesOfFamily(family, true));
}

/**
 * Returns the samples of one family, with the names of OpenMetrics or of the text formats.
 *
 * @internal
 */
export function samplesOfFamily(family: MetricFamily, isOpenMetrics: boolean): Sample[] {
  return [...family.metrics].flatMap((metric) => samplesOfMetric(family, metric, isOpenMetrics));
}

/**
 * Returns the samples of one metric of a family.
 *
 * @internal
 */
export function samplesOfMetric(
  { name, type }: MetricFamily,
  metric: MetricOf[MetricType],
  isOpenMetrics: boolean,
): Sample[] {
  const { openMetricsTotals, textTotals } = traitsOf(type);
  const totals = isOpenMetrics ? openMetricsTotals : textTotals;
  return partsOf(name, metric, totals).map(([suffix, labels, value]) => ({
    name: name + suffix,
    labels: { ...metric.labels, ...labels },
    value,
  }));
}

/**
 * Returns a sample as a line of the text formats.
 *
 * @internal
 */
export function formatSample({ name, labels, value }: Pick<Sample, "name"> & Partial<Sample>): string {
  const inside = Object.entries(labels ?? {}).map(([label, text]) => `${label}=${JSON.stringify(text)}`);
  const series = inside.length === 0 ? name : `${name}{${inside.join(",")}}`;
  return value === undefined ? series : `${series} ${formatValue(value)}`;
}

type Part = readonly [suffix: string, labels: Labels, value: number];

function partsOf(name: string, metric: MetricOf[MetricType], totals: TotalSuffixes): Part[] {
  if ("buckets" in metric) return histogramParts(metric, totals);
  if ("quantiles" in metric) return summaryParts(metric, totals);
  if ("info" in metric) return [["", metric.info, 1]];
  if ("states" in metric) {
    return Object.entries(metric.states).map(([state, holds]) => ["", { [name]: state }, holds ? 1 : 0]);
  }
  return [["", {}, metric.value]];
}

function histogramParts({ buckets, sum, count }: HistogramMetric, totals: TotalSuffixes): Part[] {
  return [
    ...buckets.map((bucket): Part => [bucketSuffix, { le: formatBound(bucket.upperBound) }, bucket.count]),
    [totals.sum, {}, sum],
    [totals.count, {}, count],
  ];
}

function summaryParts({ quantiles, sum, count }: SummaryMetric, totals: TotalSuffixes): Part[] {
  return [
    ...quantiles.map(({ quantile, value }): Part => ["", { quantile: formatBound(quantile) }, value]),
    [totals.sum, {}, sum],
    [totals.count, {}, count],
  ];
}
