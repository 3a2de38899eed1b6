/** The label names and values of one series. The value `""` means that the label is absent. */
export type Labels = Readonly<Record<string, string>>;

/** A reference from a value to a trace, as OpenMetrics 1.0 defines it. */
export interface Exemplar {
  /** The labels, for example `{ trace_id: "…" }`. Names and values have at most 128 code points together:
   * a longer exemplar is left out of every format. */
  readonly labels: Labels;
  /** The observed value. */
  readonly value: number;
  /** The time of the observation, in seconds since the Unix epoch, if it is known. */
  readonly timestamp?: number | undefined;
}

/** An exemplar whose time is known. Native histograms have no others. */
export interface TimedExemplar extends Exemplar {
  /** The time of the observation, in seconds since the Unix epoch. */
  readonly timestamp: number;
}

/** The properties of all metrics. */
export interface MetricBase {
  /** The labels of the series, without those that a format adds (`le`, `quantile`, a state). */
  readonly labels: Labels;
  /** The time of the sample, in seconds since the Unix epoch. Omit it unless the value comes from another system. */
  readonly timestamp?: number | undefined;
}

/** One series of a counter family. */
export interface CounterMetric extends MetricBase {
  /** The total, at least 0. */
  readonly value: number;
  /** The time when counting began, in seconds since the Unix epoch. */
  readonly created?: number | undefined;
  /** An example of a counted event. */
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
  /** The cumulative count: the number of observations at or below the bound. */
  readonly count: number;
  /** An observation that fell into this bucket. */
  readonly exemplar?: Exemplar | undefined;
}

/** A sequence of adjacent buckets in a native histogram. */
export interface BucketSpan {
  /** The index of the first bucket for the first span, and the gap to the previous span (0 or more) for the others. */
  readonly offset: number;
  /** The number of buckets in the span. */
  readonly length: number;
}

/** The sparse, exponential part of a histogram (native histograms specification). */
export interface NativeBuckets {
  /** The resolution, from -4 to 8: bounds grow by `2 ** (2 ** -schema)`. */
  readonly schema: number;
  /** Observations whose absolute value is at most this are counted in the zero bucket. */
  readonly zeroThreshold: number;
  /** The number of observations in the zero bucket. */
  readonly zeroCount: number;
  /** The spans of the buckets for positive observations. */
  readonly positiveSpans: readonly BucketSpan[];
  /** The absolute count of each bucket of `positiveSpans`, in order. */
  readonly positiveCounts: readonly number[];
  /** The spans of the buckets for negative observations. */
  readonly negativeSpans: readonly BucketSpan[];
  /** The absolute count of each bucket of `negativeSpans`, in order. */
  readonly negativeCounts: readonly number[];
  /** Examples of observations in any bucket. */
  readonly exemplars: readonly TimedExemplar[];
}

/** One series of a histogram or gauge histogram family. */
export interface HistogramMetric extends MetricBase {
  /** The number of observations. */
  readonly count: number;
  /** The sum of all observations. */
  readonly sum: number;
  /**
   * The classic buckets by increasing bound. The last bound is `Infinity`, the only one if a histogram has just native
   * buckets.
   */
  readonly buckets: readonly Bucket[];
  /** The native buckets, if there are any. */
  readonly native?: NativeBuckets | undefined;
  /** The time when observation began, in seconds since the Unix epoch. */
  readonly created?: number | undefined;
}

/** One quantile of a summary. */
export interface Quantile {
  /** The quantile, from 0 to 1. */
  readonly quantile: number;
  /** The estimate, or NaN if nothing was observed in the window. */
  readonly value: number;
}

/** One series of a summary family. */
export interface SummaryMetric extends MetricBase {
  /** The number of observations. */
  readonly count: number;
  /** The sum of all observations. */
  readonly sum: number;
  /** The quantiles in increasing order. Empty unless the summary has quantiles. */
  readonly quantiles: readonly Quantile[];
  /** The time when observation began, in seconds since the Unix epoch. */
  readonly created?: number | undefined;
}

/** One series of an info family. */
export interface InfoMetric extends MetricBase {
  /** The facts, which are written as labels of a sample that is always 1. */
  readonly info: Labels;
}

/** One series of a state set family. */
export interface StateSetMetric extends MetricBase {
  /** The states, each with whether it is the current one. */
  readonly states: Readonly<Record<string, boolean>>;
}
