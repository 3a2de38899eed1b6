import type {
  Bucket,
  CounterMetric,
  GaugeMetric,
  HistogramMetric,
  StateSetMetric,
  SummaryMetric,
} from "../../model/families/metric.js";
import { cumulativeBuckets } from "../histograms/cumulative-buckets.js";
import type { ReadSeries } from "./series-kind.js";

/** Reads a series of a counter. */
export const readCounter: ReadSeries<CounterMetric> = (_, page, offset, labels) => {
  const exemplar = page.detail(offset)?.exemplars?.[0];
  return {
    labels,
    value: page.values[offset] as number,
    created: page.created[offset] as number,
    ...(exemplar && { exemplar }),
  };
};

/** Reads a series of a gauge. */
export const readGauge: ReadSeries<GaugeMetric> = (_, page, offset, labels) => ({
  labels,
  value: page.values[offset] as number,
});

/** Reads a series of a histogram, and makes its buckets cumulative. */
export const readHistogram: ReadSeries<HistogramMetric> = ({ bounds = [], stride }, page, offset, labels) => {
  const at = offset * stride;
  const detail = page.detail(offset);
  const buckets = cumulativeBuckets(bounds, page.values, at, detail?.exemplars);
  const { count } = buckets.at(-1) as Bucket;
  const native = detail?.native?.();
  const sum = page.values[at + buckets.length] as number;
  return { labels, count, sum, buckets, created: page.created[offset] as number, ...(native && { native }) };
};

/** Reads a series of a summary. */
export const readSummary: ReadSeries<SummaryMetric> = ({ stride }, page, offset, labels) => {
  const at = offset * stride;
  const [count, sum] = [page.values[at] as number, page.values[at + 1] as number];
  return {
    labels,
    count,
    sum,
    quantiles: page.detail(offset)?.quantiles?.() ?? [],
    created: page.created[offset] as number,
  };
};

/** Reads a series of a state set. */
export const readStateSet: ReadSeries<StateSetMetric> = ({ states = [], stride }, page, offset, labels) => ({
  labels,
  states: Object.fromEntries(states.map((state, i) => [state, page.values[offset * stride + i] === 1])),
});
