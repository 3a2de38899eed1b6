import type { Bucket, NativeBuckets, Quantile } from "./families/metric.js";

/** The value of a series of a histogram. */
export interface HistogramValue {
  /** The number of observations. */
  readonly count: number;
  /** The sum of the observations. */
  readonly sum: number;
  /** The buckets by increasing bound, with cumulative counts and exemplars. The last bound is `Infinity`. */
  readonly buckets: readonly Bucket[];
  /** The native buckets, if the histogram has them. */
  readonly native?: NativeBuckets | undefined;
}

/** The value of a series of a summary. */
export interface SummaryValue {
  /** The number of observations. */
  readonly count: number;
  /** The sum of the observations. */
  readonly sum: number;
  /** The quantiles in increasing order. Empty unless the summary has the option `quantiles`. */
  readonly quantiles: readonly Quantile[];
}
