import type { CollectorSeries } from "./collector-series.js";
import type {
  CounterMetric,
  GaugeMetric,
  HistogramMetric,
  InfoMetric,
  StateSetMetric,
  SummaryMetric,
} from "./metric.js";

/**
 * The types of a metric family, in OpenMetrics' words. Formats that lack one write the nearest that they have:
 * text 0.0.4 shows `info` and `stateset` as gauges, `gaugehistogram` as a histogram and `unknown` as untyped.
 */
export type MetricType =
  | "counter"
  | "gauge"
  | "histogram"
  | "gaugehistogram"
  | "summary"
  | "info"
  | "stateset"
  | "unknown";

/** The metric that a family of each type holds. */
export interface MetricOf {
  /** Counters. */
  counter: CounterMetric;
  /** Gauges. */
  gauge: GaugeMetric;
  /** Histograms. */
  histogram: HistogramMetric;
  /** Histograms whose buckets may shrink. */
  gaugehistogram: HistogramMetric;
  /** Summaries. */
  summary: SummaryMetric;
  /** Infos. */
  info: InfoMetric;
  /** State sets. */
  stateset: StateSetMetric;
  /** Values of no known type. */
  unknown: GaugeMetric;
}

/** A family of one type: all series that share a name. */
export interface FamilyOf<T extends MetricType> {
  /** The full name. A counter's ends in `_total` and an info's in `_info`, in every format. */
  readonly name: string;
  /** What is measured, in a sentence. */
  readonly help: string;
  /** Which kind of metric `metrics` holds. */
  readonly type: T;
  /** The base unit, which is also the name's suffix (before `_total`). */
  readonly unit?: string | undefined;
  /**
   * The series. A registry's own collectors give a lazy iterable over live values, so that a large family costs nothing
   * until it is read; a custom collector gives an array.
   */
  readonly metrics: Iterable<MetricOf[T]>;
  /** The same series in their slabs, for encoders; absent from families that a custom collector builds. */
  readonly live?: readonly CollectorSeries[] | undefined;
}

/** What a gather returns: a name, its metadata, and the series under it. Narrow it by `type`. */
export type MetricFamily = { [T in MetricType]: FamilyOf<T> }[MetricType];
