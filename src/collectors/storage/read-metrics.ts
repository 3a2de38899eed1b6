import type { CollectorSeries, SeriesPageView } from "../../model/collector-series.js";
import type {
  Bucket,
  CounterMetric,
  GaugeMetric,
  HistogramMetric,
  Labels,
  MetricBase,
  StateSetMetric,
  SummaryMetric,
} from "../../model/metric.js";
import { cumulativeBuckets } from "../histograms/cumulative-buckets.js";

/** What a reader needs to know of a part. */
export type MetricLayout = Pick<CollectorSeries, "bounds" | "states" | "stride">;

/** Reads one series out of its page. */
export type ReadSeries<M extends MetricBase = MetricBase> = (
  shape: MetricLayout,
  page: SeriesPageView,
  slot: number,
  labels: Labels,
) => M;

/** The series of a part, read one by one when they are asked for, as often as they are asked for. */
export class LazyMetrics implements Iterable<MetricBase> {
  readonly #part: CollectorSeries;

  constructor(part: CollectorSeries) {
    this.#part = part;
  }

  *[Symbol.iterator](): Generator<MetricBase, void> {
    const part = this.#part;
    for (const page of part.pages) {
      for (let slot = 0; slot < page.used; slot++) if (part.isShown(page, slot)) yield part.read(page, slot);
    }
  }
}

/** A counter's series. */
export const readCounter: ReadSeries<CounterMetric> = (_, page, slot, labels) => {
  const exemplar = page.detail(slot)?.exemplars?.[0];
  return {
    labels,
    value: page.values[slot] as number,
    created: page.created[slot] as number,
    ...(exemplar && { exemplar }),
  };
};

/** A gauge's series. */
export const readGauge: ReadSeries<GaugeMetric> = (_, page, slot, labels) => ({
  labels,
  value: page.values[slot] as number,
});

/** A histogram's series: buckets become cumulative here. */
export const readHistogram: ReadSeries<HistogramMetric> = ({ bounds = [], stride }, page, slot, labels) => {
  const at = slot * stride;
  const detail = page.detail(slot);
  const buckets = cumulativeBuckets(bounds, page.values, at, detail?.exemplars);
  const { count } = buckets.at(-1) as Bucket;
  const native = detail?.native?.();
  const sum = page.values[at + buckets.length] as number;
  return { labels, count, sum, buckets, created: page.created[slot] as number, ...(native && { native }) };
};

/** A summary's series. */
export const readSummary: ReadSeries<SummaryMetric> = ({ stride }, page, slot, labels) => {
  const at = slot * stride;
  const [count, sum] = [page.values[at] as number, page.values[at + 1] as number];
  return {
    labels,
    count,
    sum,
    quantiles: page.detail(slot)?.quantiles?.() ?? [],
    created: page.created[slot] as number,
  };
};

/** A state set's series. */
export const readStateSet: ReadSeries<StateSetMetric> = ({ states = [], stride }, page, slot, labels) => ({
  labels,
  states: Object.fromEntries(states.map((state, i) => [state, page.values[slot * stride + i] === 1])),
});
