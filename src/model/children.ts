import type { LabelSchema, LabelValues } from "./labels.js";
import type { Labels } from "./metric.js";

/** What may accompany an update. */
export interface UpdateOptions {
  /**
   * Labels of an exemplar for this update, for example `{ trace_id }`: at most 128 code points in names and values
   * together. A longer one is dropped, never the update.
   */
  readonly exemplar?: Labels | undefined;
}

/** The child of a counter for one set of label values. Keep it: it is the fast path. */
export interface CounterChild {
  /**
   * Adds to the total.
   *
   * @param value - how much, 0 or more (default 1)
   * @param options - an exemplar
   * @throws RangeError when `value` is negative or NaN
   */
  inc(value?: number, options?: UpdateOptions): void;
  /** The current total. */
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
  /** Puts `value` in place of the current one. */
  set(value: number): void;
  /** Sets the current time, in seconds since the Unix epoch. */
  setToCurrentTime(): void;
  /** The current value. */
  get(): number;
}

/** The child of a histogram or summary for one set of label values. */
export interface ObserverChild {
  /**
   * Records one observation.
   *
   * @param value - what was measured, in base units (seconds, bytes)
   * @param options - an exemplar
   */
  observe(value: number, options?: UpdateOptions): void;
}

/** The child that a live collector of each kind gives. */
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

/** The key under which a live collector tells its kind, whatever copy of the package made it. */
export const collectorBrand: unique symbol = Symbol.for("narthex.collector") as never;

/** A live collector, as far as those who only update it need to know. */
export interface LiveCollector<K extends keyof ChildOf = keyof ChildOf, L extends LabelSchema = LabelSchema> {
  /** Marks a live collector across copies of the package. @hidden */
  readonly [collectorBrand]: true;
  /** Counter, gauge, histogram or summary. */
  readonly kind: K;
  /** The full name, as it is exposed. */
  readonly name: string;
  /** The label names in declared order. */
  readonly labelNames: readonly string[];
  /** The child for these label values, made when it is first asked for; `{}` where there are no labels. */
  labels(values: LabelValues<L>): ChildOf[K];
  /** Counts an update that was lost inside a decorator; shown as `narthex_instrumentation_errors_total`. */
  countInstrumentationError(error: unknown): void;
  /** Counts a call that was not measured until its thenable settled; shown as `narthex_unmeasured_thenables_total`. */
  countUnmeasuredThenable(): void;
}
