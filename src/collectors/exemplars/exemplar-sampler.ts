/** The target minimum interval between two samples, in seconds. */
const minInterval = 0.1;

/**
 * The maximum number of updates skipped between two samples, so that a bucket that suddenly becomes quiet is still
 * sampled.
 */
const maxSkipped = 127;

/**
 * Selects the updates of one stream that are sampled for exemplars: every update of a quiet stream, few of a busy one.
 * Skipped updates cost neither a reading of the clock nor a search for the active span.
 *
 * @internal
 */
export class ExemplarSampler {
  /** The number of updates to skip after each sample. */
  #skipped = 0;
  /** The number of updates still to skip before the next sample. */
  #remaining = 0;
  #sampledAt = 0;

  /** Whether to skip the current update. */
  shouldSkip(): boolean {
    if (this.#remaining === 0) return false;
    this.#remaining--;
    return true;
  }

  /** Records a sample, and chooses the number of updates to skip after it. */
  recordSample(nowSeconds: number): void {
    const isBusy = nowSeconds >= this.#sampledAt && nowSeconds - this.#sampledAt < minInterval;
    this.#skipped = isBusy ? Math.min(2 * this.#skipped + 1, maxSkipped) : this.#skipped >> 1;
    this.#remaining = this.#skipped;
    this.#sampledAt = nowSeconds;
  }
}
