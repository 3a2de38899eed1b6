import type {
  CounterMetric,
  GaugeMetric,
  HistogramMetric,
  InfoMetric,
  StateSetMetric,
  SummaryMetric,
} from "./metric.js";

/**
 * The types of metric families, named as in OpenMetrics. A format without a type writes the closest one that it has:
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

/** The metric of each family type. */
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

/** A family of one type: all series with the same metric name. */
export interface FamilyOf<T extends MetricType> {
  /**
   * The full name, which is the same in every format. An info's ends in `_info`, and a counter's usually in `_total`.
   * OpenMetrics has no other counters, so it shows one without `_total` as `unknown`.
   */
  readonly name: string;
  /** The help text: a sentence that says what is measured. */
  readonly help: string;
  /** The type of the metrics. */
  readonly type: T;
  /** The base unit, which is also the suffix of the name (before a `_total`). */
  readonly unit?: string | undefined;
  /**
   * The series. For the built-in collectors it is a lazy iterable over live values, so that a large family costs
   * nothing until it is read. Custom collectors return an array.
   */
  readonly metrics: Iterable<MetricOf[T]>;
}

/** A metric family: its name, its metadata and its series. Narrow it by `type`. */
export type MetricFamily = { [T in MetricType]: FamilyOf<T> }[MetricType];
