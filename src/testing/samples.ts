import { formatBound, formatValue } from "../exposition/bytes/number.js";
import type { HistogramMetric, Labels, SummaryMetric } from "../model/metric.js";
import type { MetricFamily, MetricOf, MetricType } from "../model/metric-family.js";
import { bucketSuffix, type TotalSuffixes, traitsOf } from "../model/metric-types.js";

/** One number of an exposition, as Prometheus would store it. */
export interface Sample {
  /** The family's name with what the sample adds to it: `_bucket`, `_sum`, `_count`, … */
  readonly name: string;
  /** All labels, with `le`, `quantile` or a state set's own label. */
  readonly labels: Labels;
  /** The value. */
  readonly value: number;
}

/**
 * The samples that families are written as, in OpenMetrics' names: a gauge histogram has `_gsum` and `_gcount`. Start
 * timestamps, exemplars and native buckets are no samples.
 *
 * @param families - what a registry gathered or a body was parsed to
 */
export function samplesOf(families: Iterable<MetricFamily>): Sample[] {
  return [...families].flatMap((family) => samplesOfFamily(family, true));
}

/**
 * The samples of one family, in OpenMetrics' names or in those of the text formats.
 *
 * @internal
 */
export function samplesOfFamily(family: MetricFamily, isOpenMetrics: boolean): Sample[] {
  const { openMetricsTotals, textTotals } = traitsOf(family.type);
  const totals = isOpenMetrics ? openMetricsTotals : textTotals;
  const samples: Sample[] = [];
  for (const metric of family.metrics) {
    for (const [suffix, labels, value] of partsOf(family.name, metric, totals)) {
      samples.push({ name: family.name + suffix, labels: { ...metric.labels, ...labels }, value });
    }
  }
  return samples;
}

/**
 * A sample on one line, as the text formats write it.
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
