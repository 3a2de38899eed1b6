import type { LabelSchema, LabelValues } from "./labels.js";
import type { Labels } from "./metric.js";

/** Options of an update. */
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

/** The child of a gauge for one set of label values. */
export interface GaugeChild {
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

/** The child of a histogram or summary for one set of label values. */
export interface ObserverChild {
  /**
   * Records one observation.
   *
   * @param value - the measured value in base units (seconds, bytes)
   * @param options - an exemplar
   */
  observe(value: number, options?: UpdateOptions): void;
}

/** The child type of each kind of collector. */
export interface ChildOf {
  /** Counters. */
  counter: CounterChild;
  /** Gauges. */
  gauge: GaugeChild;
  /** Histograms. */
  histogram: ObserverChild;
  /** Summaries. */
  summary: ObserverChild;
}

/** The key that marks the collectors of all copies of the package. */
export const collectorBrand: unique symbol = Symbol.for("narthex.collector") as never;

/** The part of a collector that updates need. */
export interface LiveCollector<K extends keyof ChildOf = keyof ChildOf, L extends LabelSchema = LabelSchema> {
  /** Marks a live collector across copies of the package. @hidden */
  readonly [collectorBrand]: true;
  /** The kind of collector. */
  readonly kind: K;
  /** The full name. */
  readonly name: string;
  /** The label names in declared order. */
  readonly labelNames: readonly string[];
  /** Returns the child for label values, `{}` without labels. The first call creates the series. */
  labels(values: LabelValues<L>): ChildOf[K];
  /** Removes all series. A collector without labels returns to its initial value. */
  clear(): void;
  /** Counts an update that failed inside a decorator, for `narthex_instrumentation_errors_total`. */
  countInstrumentationError(error: unknown): void;
  /** Counts a call that was measured only until it returned a thenable, for `narthex_unmeasured_thenables_total`. */
  countUnmeasuredThenable(): void;
}
