import type { Quantile } from "../../model/families/metric.js";
import type { QuantileTarget } from "../../validation/quantiles.js";
import { QuantileEstimator } from "./quantile-estimator.js";

const smallestBuffer = 16;
/** The maximum number of observations that are sorted and inserted together. The larger it is, the less each costs. */
const largestBuffer = 512;

/**
 * Quantiles over a sliding window of time. The window has several estimators that start one step apart. Each receives
 * all observations since its start, and the oldest is read, so that a result covers the last `maxAgeSeconds` or up to
 * one step less.
 *
 * @internal
 */
export class SlidingWindow {
  readonly #targets: readonly QuantileTarget[];
  readonly #stepSeconds: number;
  readonly #estimators: readonly QuantileEstimator[];
  #oldest = 0;
  /** The time when the oldest estimator restarts as the newest. */
  #turnsAt: number;
  #buffer = new Float64Array(0);
  #buffered = 0;

  /**
   * @param targets - the quantiles to estimate
   * @param maxAgeSeconds - the width of the window, above 0
   * @param ageBuckets - the number of steps in the window, an integer of at least 1
   * @param nowSeconds - the current time of a monotonic clock
   */
  constructor(targets: readonly QuantileTarget[], maxAgeSeconds: number, ageBuckets: number, nowSeconds: number) {
    this.#targets = targets;
    this.#stepSeconds = maxAgeSeconds / ageBuckets;
    this.#estimators = Array.from({ length: ageBuckets }, () => new QuantileEstimator(targets));
    this.#turnsAt = nowSeconds + this.#stepSeconds;
  }

  /**
   * Adds an observation. NaN has no rank and is ignored.
   *
   * @param value - the observed value
   * @param nowSeconds - the current time of the same clock
   */
  observe(value: number, nowSeconds: number): void {
    if (nowSeconds >= this.#turnsAt) this.#turn(nowSeconds);
    if (Number.isNaN(value)) return;
    if (this.#buffered === this.#buffer.length) this.#growOrFlush();
    this.#buffer[this.#buffered++] = value;
  }

  /**
   * Returns the quantiles in the order of the targets. They are NaN if nothing was observed in the window.
   *
   * @param nowSeconds - the current time of the same clock
   */
  read(nowSeconds: number): readonly Quantile[] {
    if (nowSeconds >= this.#turnsAt) this.#turn(nowSeconds);
    // The clock was replaced by one that is behind, or returned NaN: restart the current step.
    else if (!(nowSeconds >= this.#turnsAt - this.#stepSeconds)) this.#turnsAt = nowSeconds + this.#stepSeconds;
    this.#flush();
    const estimator = this.#estimators[this.#oldest] as QuantileEstimator;
    return this.#targets.map(({ quantile }) => ({ quantile, value: estimator.quantile(quantile) }));
  }

  #growOrFlush(): void {
    if (this.#buffered === largestBuffer) {
      this.#flush();
      return;
    }
    const buffer = new Float64Array(Math.max(smallestBuffer, 2 * this.#buffered));
    buffer.set(this.#buffer);
    this.#buffer = buffer;
  }

  #flush(): void {
    if (this.#buffered === 0) return;
    const values = this.#buffer.subarray(0, this.#buffered);
    sort(values);
    for (const estimator of this.#estimators) estimator.insert(values);
    this.#buffered = 0;
  }

  /** Restarts the estimators whose time has come. */
  #turn(nowSeconds: number): void {
    this.#flush();
    const turns = Math.floor((nowSeconds - this.#turnsAt) / this.#stepSeconds) + 1;
    for (let i = 0; i < Math.min(turns, this.#estimators.length); i++) {
      (this.#estimators[this.#oldest] as QuantileEstimator).clear();
      this.#oldest = (this.#oldest + 1) % this.#estimators.length;
    }
    this.#turnsAt += turns * this.#stepSeconds;
  }
}

/** Sorts numbers without NaN by their bits, which takes half the time of comparing them. */
function sort(values: Float64Array): void {
  new BigInt64Array(values.buffer, values.byteOffset, values.length).sort();
  // As integers, negative numbers also come first, but in decreasing order. -0 is one of them.
  let negatives = 0;
  while (negatives < values.length && ((values[negatives] as number) < 0 || Object.is(values[negatives], -0)))
    negatives++;
  values.subarray(0, negatives).reverse();
}
