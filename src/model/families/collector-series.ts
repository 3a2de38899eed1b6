import type { Labels, MetricBase, NativeBuckets, Quantile, TimedExemplar } from "./metric.js";

/**
 * The data of a series in addition to its values, for the few kinds that have more than values.
 *
 * @internal
 */
export interface SeriesDetail {
  /** The exemplars by bucket. A counter has one, at 0. */
  readonly exemplars?: readonly (TimedExemplar | undefined)[] | undefined;
  /** Returns the buckets of a native histogram. */
  native?(): NativeBuckets;
  /** Returns the current quantiles of a summary. */
  quantiles?(): readonly Quantile[];
}

/**
 * A block of series whose values are in typed arrays. Each series has a slot, whose offset in the page does not change.
 * Encoders keep bytes with the page: the labels of its slots do not change unless `version` does.
 *
 * @internal
 */
export interface SeriesPageView {
  /** The objects that encoders keep with the page, each after the object that keeps it. Nothing else reads them. */
  kept?: object[] | undefined;
  /** Incremented whenever a slot is allocated for a new series. */
  readonly version: number;
  /** The number of slots, from offset 0, that have been allocated so far. */
  readonly used: number;
  /**
   * The values, `stride` for each slot. Counter and gauge: the value. Histogram: the count of each bucket, *not*
   * cumulative, with `Infinity` last, then the sum. Summary: the count and the sum. State set: 1 or 0 for each state.
   */
  readonly values: Float64Array;
  /** The creation time of each series, in seconds since the Unix epoch. */
  readonly created: Float64Array;
  /** Returns the value of a label of a series. The label is an index into `labelNames`. */
  labelValue(offset: number, label: number): string;
  /** Whether any series has a detail. */
  readonly hasDetails: boolean;
  /** Returns the detail of a series, if it has one. */
  detail(offset: number): SeriesDetail | undefined;
}

/**
 * The properties that all series of a collector share.
 *
 * @internal
 */
export interface SeriesLayout {
  /** The labels that every series has, which come before its own. */
  readonly constLabels: Labels;
  /** The names of the labels that differ from series to series, in declared order. */
  readonly labelNames: readonly string[];
  /** The names of the labels that a series may lack. The value of a label that it lacks is `""`. */
  readonly optionalLabels?: ReadonlySet<string> | undefined;
  /** The number of values per series. */
  readonly stride: number;
  /** The upper bounds of the classic buckets in increasing order, without `Infinity`. Only histograms have them. */
  readonly bounds?: readonly number[] | undefined;
  /** The states in declared order. Only state sets have them. */
  readonly states?: readonly string[] | undefined;
}

/**
 * The series of a collector that one scrape shows. The set of series is fixed when they are gathered. Values are read
 * when they are encoded.
 *
 * @internal
 */
export interface CollectorSeries {
  /** The labels of the series, and the layout of their values. */
  readonly layout: SeriesLayout;
  /** The pages that existed when the scrape began. */
  readonly pages: readonly SeriesPageView[];
  /** Returns one series as a plain object. */
  read(page: SeriesPageView, offset: number): MetricBase;
  /** Whether the scrape shows the series of all used slots of a page. */
  isFull(page: SeriesPageView): boolean;
  /** Whether the scrape shows a series. */
  isShown(page: SeriesPageView, offset: number): boolean;
  /** Ends the scrape, so that the slots of series removed since it began can be reused. */
  release(): void;
}
