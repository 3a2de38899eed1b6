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
