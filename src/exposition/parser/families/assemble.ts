import type { CounterMetric, Labels, Quantile, SummaryMetric } from "../../../model/families/metric.js";
import type { MetricOf, MetricType } from "../../../model/families/metric-family.js";
import { createdSuffix, metricTypes, type TotalSuffixes, totalSuffix } from "../../../model/families/metric-types.js";
import type { Point, Sample } from "../text/sample.js";
import { parseNumber } from "../text/scalars.js";
import { assembleHistogram } from "./buckets.js";

/**
 * Builds a metric from the samples of one point.
 *
 * @param type - the family's type
 * @param point - the samples
 * @param openMetrics - whether the rules of OpenMetrics apply, or those of the Prometheus text format
 */
export function assembleMetric(type: MetricType, point: Point, openMetrics: boolean): MetricOf[MetricType] {
  const base = {
    labels: toLabels(point.labels),
    ...(point.timestamp !== undefined && { timestamp: point.timestamp }),
  };
  const totals = openMetrics ? metricTypes[type].openMetricsTotals : metricTypes[type].textTotals;
  const created = sampleOf(point, createdSuffix)?.value;
  const start = created !== undefined && { created };
  switch (type) {
    case "counter":
      return { ...base, ...assembleCounter(point, openMetrics), ...start };
    case "histogram":
    case "gaugehistogram":
      return { ...base, ...assembleHistogram(point, totals, openMetrics), ...start };
    case "summary":
      return { ...base, ...assembleSummary(point, totals, openMetrics), ...start };
    case "info":
      return { ...base, labels: {}, info: base.labels };
    case "stateset":
      return { ...base, states: Object.fromEntries(point.samples.map(({ member, value }) => [member, value === 1])) };
    default:
      return { ...base, value: (point.samples[0] as Sample).value };
  }
}

/** Converts labels to an object. A label may have the name `__proto__`, which plain assignment would not create. */
export function toLabels(labels: Iterable<readonly [string, string]>): Labels {
  return Object.fromEntries(labels);
}

function assembleCounter(point: Point, openMetrics: boolean): Pick<CounterMetric, "value" | "exemplar"> {
  const total =
    sampleOf(point, openMetrics ? totalSuffix : "") ??
    point.samples[0]?.line.fail("a counter must have a _total sample", 0);
  const { value, exemplar } = total as Sample;
  return { value, ...(exemplar && { exemplar }) };
}

function assembleSummary(
  point: Point,
  totals: TotalSuffixes,
  openMetrics: boolean,
): Pick<SummaryMetric, "count" | "sum" | "quantiles"> {
  const quantiles: Quantile[] = [];
  for (const { suffix, member = "", value, line } of point.samples) {
    if (suffix !== "") continue;
    const quantile = parseNumber(member);
    if (quantile === undefined || Number.isNaN(quantile)) return line.fail('a "quantile" must be a number', 0);
    if (openMetrics && !(quantile >= 0 && quantile <= 1)) line.fail('a "quantile" must be from 0 to 1', 0);
    if (quantiles.some((other) => other.quantile === quantile))
      line.fail("a quantile must occur only once in a summary", 0);
    if (!openMetrics && quantiles.some((other) => other.quantile > quantile)) {
      line.fail("quantiles must be in increasing order", 0);
    }
    quantiles.push({ quantile, value });
  }
  quantiles.sort((a, b) => a.quantile - b.quantile);
  const [sum, count] = [totals.sum, totals.count].map((suffix) => sampleOf(point, suffix)?.value ?? NaN);
  return { count: count as number, sum: sum as number, quantiles };
}

function sampleOf({ samples }: Point, suffix: string): Sample | undefined {
  return samples.find((sample) => sample.suffix === suffix);
}
