/**
 * The longest time for which the event loop did not come back to a timer of one millisecond. The platform's
 * `monitorEventLoopDelay` skips the tick after a reset, and would miss a stall that begins there.
 */
export class LoopGap {
  #timer;
  #last = 0;
  #longest = 0;

  /** Begins to watch. */
  start() {
    this.#last = performance.now();
    this.#longest = 0;
    this.#timer = setInterval(() => this.#tick(), 1);
  }

  /** Ends watching and returns the longest gap in milliseconds. */
  stop() {
    clearInterval(this.#timer);
    this.#tick();
    return this.#longest;
  }

  #tick() {
    const now = performance.now();
    this.#longest = Math.max(this.#longest, now - this.#last);
    this.#last = now;
  }
}
