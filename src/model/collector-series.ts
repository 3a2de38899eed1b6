import type { Exemplar, Labels, MetricBase, NativeBuckets, Quantile } from "./metric.js";

/** What is kept beside a series' numbers, for the few kinds that need more than numbers. */
export interface SeriesDetail {
  /** Exemplars by bucket; a counter has one, at 0. */
  readonly exemplars?: readonly (Exemplar | undefined)[] | undefined;
  /** The sparse buckets of a native histogram. */
  native?(): NativeBuckets;
  /** The quantiles of a summary, as of now. */
  quantiles?(): readonly Quantile[];
}

/**
 * A block of series that lie in slabs: the stable identity on which an encoder hangs the bytes that it keeps.
 * A slot's labels never change while `version` stands still.
 */
export interface SeriesPageView {
  /** Grows whenever a slot is given to a new series. */
  readonly version: number;
  /** How many slots, from 0 on, have been given out. */
  readonly used: number;
  /**
   * The numbers, `stride` for each slot. Counter and gauge: the value. Histogram: the count of each bucket, *not* cumulative,
   * `Infinity` last, then the sum. Summary: count, sum. State set: 1 or 0 for each state.
   */
  readonly values: Float64Array;
  /** When each series began, in seconds since the Unix epoch. */
  readonly created: Float64Array;
  /** The value of one of the series' own labels. */
  labelValue(slot: number, label: number): string;
  /** Whether any slot has more than numbers. */
  readonly hasDetails: boolean;
  /** What a slot has beside its numbers. */
  detail(slot: number): SeriesDetail | undefined;
}

/** The properties that all series of a collector share. */
export interface SeriesLayout {
  /** The labels that every series has, which come before its own. */
  readonly constLabels: Labels;
  /** The names of the labels that differ from series to series, in declared order. */
  readonly labelNames: readonly string[];
  /** The number of values per series. */
  readonly stride: number;
  /** The upper bounds of the classic buckets in increasing order, without `Infinity`. Only histograms have them. */
  readonly bounds?: readonly number[] | undefined;
  /** The states in declared order. Only state sets have them. */
  readonly states?: readonly string[] | undefined;
}

/** One collector's series as one scrape shows them: fixed when it was gathered, values read when they are written. */
export interface CollectorSeries {
  /** The labels of the series, and the layout of their values. */
  readonly layout: SeriesLayout;
  /** The pages, as they were when the scrape began. */
  readonly pages: readonly SeriesPageView[];
  /** One series as a plain object. */
  read(page: SeriesPageView, slot: number): MetricBase;
  /** Whether all of a page's first `used` slots belong to the scrape. */
  isFull(page: SeriesPageView): boolean;
  /** Whether a slot belongs to the scrape. */
  isShown(page: SeriesPageView, slot: number): boolean;
  /** Ends the scrape: slots of series that were removed meanwhile may be given to others. */
  release(): void;
}
