import type { Exemplar } from "../../../src/model/families/metric.js";
import type { MetricFamily } from "../../../src/model/families/metric-family.js";

/** One sample as OpenMetrics writes it, with numbers in place of what may be written in several ways. */
export interface FlatSample {
  name: string;
  labels: Record<string, string | number>;
  value: number;
  timestamp?: number | undefined;
  exemplar?: Exemplar;
}

/** The samples that a family has in OpenMetrics. What is NaN because the body left it out is left out again. */
export function flatSamples(family: MetricFamily): FlatSample[] {
  const samples: FlatSample[] = [];
  const stem = family.name.replace(/_(total|info)$/, "");
  const add = (name: string, metric: object, labels: FlatSample["labels"], value: number, exemplar?: Exemplar) => {
    const { labels: own, timestamp } = metric as { labels: Record<string, string>; timestamp?: number | undefined };
    samples.push({
      name,
      labels: { ...own, ...labels },
      value,
      ...(timestamp !== undefined && { timestamp }),
      ...(exemplar !== undefined && { exemplar }),
    });
  };
  const created = (metric: { created?: number | undefined }) => {
    if (metric.created !== undefined) add(`${stem}_created`, metric, {}, metric.created);
  };
  switch (family.type) {
    case "counter":
      for (const metric of family.metrics) {
        add(family.name, metric, {}, metric.value, metric.exemplar);
        created(metric);
      }
      break;
    case "histogram":
    case "gaugehistogram":
      for (const metric of family.metrics) {
        const g = family.type === "histogram" ? "" : "g";
        for (const { upperBound, count, exemplar } of metric.buckets) {
          add(`${family.name}_bucket`, metric, { le: upperBound }, count, exemplar);
        }
        if (!Number.isNaN(metric.sum)) {
          add(`${family.name}_${g}sum`, metric, {}, metric.sum);
          add(`${family.name}_${g}count`, metric, {}, metric.count);
        }
        created(metric);
      }
      break;
    case "summary":
      for (const metric of family.metrics) {
        for (const { quantile, value } of metric.quantiles) add(family.name, metric, { quantile }, value);
        if (!Number.isNaN(metric.sum)) add(`${family.name}_sum`, metric, {}, metric.sum);
        if (!Number.isNaN(metric.count)) add(`${family.name}_count`, metric, {}, metric.count);
        created(metric);
      }
      break;
    case "info":
      for (const metric of family.metrics) add(family.name, metric, metric.info, 1);
      break;
    case "stateset":
      for (const metric of family.metrics) {
        for (const [state, holds] of Object.entries(metric.states)) {
          add(family.name, metric, { [family.name]: state }, Number(holds));
        }
      }
      break;
    default:
      for (const metric of family.metrics) add(family.name, metric, {}, metric.value);
  }
  return samples;
}
