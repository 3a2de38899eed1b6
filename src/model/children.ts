import type { countInstrumentationError, countUnmeasuredThenable } from "./dropped-updates.js";
import type { Labels } from "./families/metric.js";
import type { LabelSchema, LabelValues } from "./labels.js";
import type { HistogramValue, SummaryValue } from "./series-values.js";
import type { ChildTimers } from "./timers.js";

/** Options of an update. Unless `NODE_ENV` is `production`, an unknown one throws a TypeError. */
export interface UpdateOptions {
  /**
   * The labels of an exemplar for this update, for example `{ trace_id }`. Names and values may have at most 128 code
   * points together. A longer exemplar is dropped, but the update is not.
   */
  readonly exemplar?: Labels | undefined;
}

/** The child of a counter for one set of label values. Store it to update the series without a label lookup. */
export interface CounterChild {
  /**
   * Adds to the total.
   *
   * @param value - the amount, 0 or more (default 1)
   * @param options - an exemplar
   * @throws {RangeError} if `value` is negative or NaN
   */
  inc(value?: number, options?: UpdateOptions): void;
  /** Returns the current total. */
  get(): number;
}

/**
 * The child of a gauge for one set of label values. Store it to update the series without a label lookup. Its timers set
 * the value to the elapsed seconds.
 */
export interface GaugeChild extends ChildTimers {
  /** Adds `value` (default 1). */
  inc(value?: number): void;
  /** Subtracts `value` (default 1). */
  dec(value?: number): void;
  /** Adds `value`. */
  add(value: number): void;
  /** Subtracts `value`. */
  sub(value: number): void;
  /** Sets the value. */
  set(value: number): void;
  /** Sets the value to the current time, in seconds since the Unix epoch. */
  setToCurrentTime(): void;
  /** Returns the current value. */
  get(): number;
}

/** The common part of the children of histograms and summaries. Its timers observe the elapsed seconds. */
export interface ObserverChild extends ChildTimers {
  /**
   * Records one observation.
   *
   * @param value - the measured value in base units (seconds, bytes)
   * @param options - an exemplar. A summary has none.
   * @throws {TypeError} if `value` is not a number
   */
  observe(value: number, options?: UpdateOptions): void;
}

/** The child of a histogram for one set of label values. Store it to update the series without a label lookup. */
export interface HistogramChild extends ObserverChild {
  /** Returns the current count, sum and buckets with their exemplars. */
  get(): HistogramValue;
}

/** The child of a summary for one set of label values. Store it to update the series without a label lookup. */
export interface SummaryChild extends ObserverChild {
  /** Returns the current count, sum and quantiles. */
  get(): SummaryValue;
}

/** The child of a state set for one set of label values. Store it to update the series without a label lookup. */
export interface StateSetChild<S extends string = string> {
  /**
   * Sets the current state.
   *
   * @throws {RangeError} if there is no such state
   */
  set(state: S): void;
  /** Returns the current state. */
  get(): S;
}

/** The child type of each kind of collector. */
export interface ChildOf {
  /** Counters. */
  counter: CounterChild;
  /** Gauges. */
  gauge: GaugeChild;
  /** Histograms. */
  histogram: HistogramChild;
  /** Summaries. */
  summary: SummaryChild;
}

/** The key that marks the collectors of all copies of the package. */
export const collectorBrand: unique symbol = Symbol.for("narthex.collector") as never;

/** The part of a collector that updates need. */
export interface LiveCollector<K extends keyof ChildOf = keyof ChildOf, L extends LabelSchema = LabelSchema> {
  /** Marks a live collector across copies of the package. @internal */
  readonly [collectorBrand]: true;
  /** The kind of collector. */
  readonly kind: K;
  /** The full name. */
  readonly name: string;
  /** The label names in declared order. */
  readonly labelNames: readonly string[];
  /** The names of the labels that a series may lack. */
  readonly optionalLabels?: ReadonlySet<string> | undefined;
  /** Returns the child for label values, `{}` without labels. The first call creates the series. */
  labels(values: LabelValues<L>): ChildOf[K];
  /** Removes all series. A collector without labels returns to its initial value. */
  clear(): void;
  /** Counts an update that failed inside a decorator, for `narthex_instrumentation_errors_total`. @internal */
  [countInstrumentationError](error: unknown): void;
  /** Counts a call that was measured only until it returned a thenable. @internal */
  [countUnmeasuredThenable](): void;
}
