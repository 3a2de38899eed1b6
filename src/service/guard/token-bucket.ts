import { activeClock } from "../../globals/clock.js";
import type { RateLimit } from "../options/guard.js";

/** A token bucket: each request takes a token, and tokens are added at a constant rate until the bucket is full. */
export class TokenBucket {
  readonly #intervalMs: number;
  readonly #burst: number;
  #tokens: number;
  #filledAt = activeClock.current.monotonic();

  /** @param limit - the time between two tokens, and their largest number */
  constructor({ intervalSeconds, burst }: RateLimit) {
    this.#intervalMs = intervalSeconds * 1000;
    this.#burst = burst;
    this.#tokens = burst;
  }

  /**
   * Takes a token.
   *
   * @returns 0, or the time in seconds until there is a token, if there is none
   */
  take(): number {
    const now = activeClock.current.monotonic();
    // Not negative if the clock was replaced.
    const added = Math.max(0, now - this.#filledAt) / this.#intervalMs;
    this.#tokens = Math.min(this.#burst, this.#tokens + added);
    this.#filledAt = now;
    if (this.#tokens < 1) return ((1 - this.#tokens) * this.#intervalMs) / 1000;
    this.#tokens--;
    return 0;
  }

  /** Whether the bucket has this limit. */
  isOf({ intervalSeconds, burst }: RateLimit): boolean {
    return this.#intervalMs === intervalSeconds * 1000 && this.#burst === burst;
  }
}
