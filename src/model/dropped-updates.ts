/** The key of the method that returns the numbers of dropped updates, for all copies of the package. */
export const droppedUpdates: unique symbol = Symbol.for("narthex.droppedUpdates") as never;

/** The key of the method that counts an update that failed inside a decorator, for all copies of the package. */
export const countInstrumentationError: unique symbol = Symbol.for("narthex.countInstrumentationError") as never;

/**
 * The key of the method that counts a call that was measured only until it returned a thenable, for all copies of the
 * package.
 */
export const countUnmeasuredThenable: unique symbol = Symbol.for("narthex.countUnmeasuredThenable") as never;

/**
 * The key of the method of a registry that counts an update whose collector could not be registered, for all copies of
 * the package.
 */
export const countLostUpdate: unique symbol = Symbol.for("narthex.countLostUpdate") as never;

/**
 * The numbers of updates that a collector dropped, by cause. The registry exposes them as metrics of the library.
 *
 * @internal
 */
export interface DroppedUpdates {
  /** The updates beyond `maxSeries`. */
  readonly overflow: number;
  /** The updates that failed inside a decorator. */
  readonly instrumentation: number;
  /** The exemplars longer than the 128 code points that OpenMetrics allows, or of the value NaN. */
  readonly exemplars: number;
  /** The calls that returned a promise of another library and were measured only until they returned. */
  readonly thenables?: number | undefined;
  /** The series that expired because they were idle. No update of them is lost. */
  readonly expiredSeries?: number | undefined;
}
