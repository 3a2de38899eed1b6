import type { LivePart } from "./live.js";

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

/** Label names and values of one series. Values are written as they are given; `""` means that the label is absent. */
export type Labels = Readonly<Record<string, string>>;

/** A reference from a value to a trace, as OpenMetrics 1.0 defines it. */
export interface Exemplar {
  /** For example `{ trace_id: "…" }`; names and values together hold at most 128 code points. */
  readonly labels: Labels;
  /** The observed value. */
  readonly value: number;
  /** When it was observed, in seconds since the Unix epoch. */
  readonly timestamp: number;
}

/** What every metric of a family has. */
export interface MetricBase {
  /** The series' own labels, without those that a format adds (`le`, `quantile`, a state). */
  readonly labels: Labels;
  /** An explicit time of the sample, in seconds since the Unix epoch. Leave it out unless the value comes from elsewhere. */
  readonly timestamp?: number | undefined;
}

/** One series of a counter family. */
export interface CounterMetric extends MetricBase {
  /** The total, from 0 upwards. */
  readonly value: number;
  /** When counting began, in seconds since the Unix epoch. */
  readonly created?: number | undefined;
  /** An example of what was counted. */
  readonly exemplar?: Exemplar | undefined;
}

/** One series of a gauge or unknown family. */
export interface GaugeMetric extends MetricBase {
  /** The current value. */
  readonly value: number;
}

/** One bucket of a classic histogram. */
export interface Bucket {
  /** The inclusive upper bound, `le`; `Infinity` for the last. */
  readonly upperBound: number;
  /** How many observations were at or below the bound: cumulative. */
  readonly count: number;
  /** An observation that fell into this bucket. */
  readonly exemplar?: Exemplar | undefined;
}

/** A run of neighbouring buckets in a native histogram. */
export interface BucketSpan {
  /** Of the first span: the index of its first bucket. Of the others: the gap to the span before, 0 or more. */
  readonly offset: number;
  /** How many buckets the span holds. */
  readonly length: number;
}

/** The sparse, exponential part of a histogram (native histograms specification). */
export interface NativeBuckets {
  /** The resolution, from -4 to 8: bounds grow by `2 ** (2 ** -schema)`. */
  readonly schema: number;
  /** Observations whose absolute value is at most this are counted in the zero bucket. */
  readonly zeroThreshold: number;
  /** How many observations the zero bucket holds. */
  readonly zeroCount: number;
  /** Where the buckets of positive observations lie. */
  readonly positiveSpans: readonly BucketSpan[];
  /** The absolute count of each bucket of `positiveSpans`, in order. */
  readonly positiveCounts: readonly number[];
  /** Where the buckets of negative observations lie. */
  readonly negativeSpans: readonly BucketSpan[];
  /** The absolute count of each bucket of `negativeSpans`, in order. */
  readonly negativeCounts: readonly number[];
  /** Examples of observations, at any bucket. */
  readonly exemplars: readonly Exemplar[];
}

/** One series of a histogram or gauge histogram family. */
export interface HistogramMetric extends MetricBase {
  /** How many observations were made. */
  readonly count: number;
  /** The sum of all observations. */
  readonly sum: number;
  /** Classic buckets by increasing bound, the last one `Infinity`; only that one where a histogram is native alone. */
  readonly buckets: readonly Bucket[];
  /** The native part, if there is one. */
  readonly native?: NativeBuckets | undefined;
  /** When observing began, in seconds since the Unix epoch. */
  readonly created?: number | undefined;
}

/** One quantile of a summary. */
export interface Quantile {
  /** From 0 to 1. */
  readonly quantile: number;
  /** The estimate; NaN when nothing was observed in the window. */
  readonly value: number;
}

/** One series of a summary family. */
export interface SummaryMetric extends MetricBase {
  /** How many observations were made. */
  readonly count: number;
  /** The sum of all observations. */
  readonly sum: number;
  /** By increasing quantile; empty unless quantiles were asked for. */
  readonly quantiles: readonly Quantile[];
  /** When observing began, in seconds since the Unix epoch. */
  readonly created?: number | undefined;
}

/** One series of an info family. */
export interface InfoMetric extends MetricBase {
  /** The facts, written as labels of a sample that is always 1. */
  readonly info: Labels;
}

/** One series of a state set family. */
export interface StateSetMetric extends MetricBase {
  /** Each state and whether it holds. */
  readonly states: Readonly<Record<string, boolean>>;
}

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
  readonly live?: readonly LivePart[] | undefined;
}

/** What a gather returns: a name, its metadata, and the series under it. Narrow it by `type`. */
export type MetricFamily = { [T in MetricType]: FamilyOf<T> }[MetricType];
