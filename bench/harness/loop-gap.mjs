/**
 * The longest time for which the event loop did not come back to a timer of one millisecond. The platform's
 * `monitorEventLoopDelay` skips the tick after a reset, and would miss a stall that begins there.
 */
export class LoopGap {
  #clock;
  #timer;
  #last = 0;
  #longest = 0;

  /** @param {() => number} clock - the time in milliseconds: of the wall clock, or used of the processors */
  constructor(clock = () => performance.now()) {
    this.#clock = clock;
  }

  /** Begins to watch. */
  start() {
    this.#last = this.#clock();
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
    const now = this.#clock();
    this.#longest = Math.max(this.#longest, now - this.#last);
    this.#last = now;
  }
}
