import { activeClock } from "../../globals/clock.js";
import type { RateLimit } from "../options/guard.js";

/** A token bucket: each request takes a token, and tokens are added at a constant rate until the bucket is full. */
export class TokenBucket {
  readonly #intervalMs: number;
  readonly #burst: number;
  /** The tokens, each as the time in which one is added: sums of times are exact, and sums of fractions are not. */
  #tokensMs: number;
  #filledAt = activeClock.current.monotonic();

  /** @param limit - the time between two tokens, and their largest number */
  constructor({ intervalSeconds, burst }: RateLimit) {
    this.#intervalMs = intervalSeconds * 1000;
    this.#burst = burst;
    this.#tokensMs = burst * this.#intervalMs;
  }

  /**
   * Takes a token.
   *
   * @returns 0, or the time in seconds until there is a token, if there is none
   */
  take(): number {
    const now = activeClock.current.monotonic();
    // Not negative if the clock was replaced.
    const added = Math.max(0, now - this.#filledAt);
    this.#tokensMs = Math.min(this.#burst * this.#intervalMs, this.#tokensMs + added);
    this.#filledAt = now;
    if (this.#tokensMs < this.#intervalMs) return (this.#intervalMs - this.#tokensMs) / 1000;
    this.#tokensMs -= this.#intervalMs;
    return 0;
  }

  /** Whether the bucket has this limit. */
  isOf({ intervalSeconds, burst }: RateLimit): boolean {
    return this.#intervalMs === intervalSeconds * 1000 && this.#burst === burst;
  }
}
