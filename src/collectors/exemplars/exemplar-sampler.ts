/** Two looks are meant to be at least so many seconds apart. */
const interval = 0.1;
/** However busy a place is, so many updates at most are passed over between two looks: it may fall silent at once. */
const mostPassedOver = 127;

/**
 * Which updates of one place are looked at as exemplars: each one of a quiet place, few of a busy one, so that those that
 * are passed over cost neither a reading of the clock nor a search for the span.
 *
 * @internal
 */
export class ExemplarSampler {
  #passOver = 0;
  #left = 0;
  #lookedAt = 0;

  /** Whether the update made now is passed over. */
  shouldSkip(): boolean {
    if (this.#left === 0) return false;
    this.#left--;
    return true;
  }

  /** Settles, after a look, how many updates to pass over. */
  recordSample(nowSeconds: number): void {
    const isBusy = nowSeconds >= this.#lookedAt && nowSeconds - this.#lookedAt < interval;
    this.#passOver = isBusy ? Math.min(2 * this.#passOver + 1, mostPassedOver) : this.#passOver >> 1;
    this.#left = this.#passOver;
    this.#lookedAt = nowSeconds;
  }
}
