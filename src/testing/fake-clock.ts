import { type Clock, setClock } from "../globals/clock.js";
import { dispose } from "../platform/dispose.js";

/** A clock that stands still until it is told otherwise. */
export interface FakeClock extends Clock, Disposable {
  /**
   * Lets time pass.
   *
   * @param seconds - how much, 0 or more
   * @throws RangeError when `seconds` is negative or not finite
   */
  advance(seconds: number): void;
}

/**
 * Puts a clock in place of the platform's for the whole package, until it is disposed: timers, start timestamps, windows
 * and expiry then go by it. The timers of Node.js (`setTimeout`) do not.
 *
 * @param start - the time to begin with, in seconds since the Unix epoch (default 1000000000, September 2001)
 * @throws RangeError when `start` is not finite
 * @example
 * ```ts
 * using clock = fakeClock();
 * const stop = seconds.startTimer();
 * clock.advance(1.5);
 * expect(stop()).toBe(1.5);
 * ```
 */
export function fakeClock(start: number = 1_000_000_000): FakeClock {
  if (!Number.isFinite(start)) throw new RangeError(`a clock starts at a finite time in seconds, not ${start}`);
  let elapsed = 0;
  const clock = {
    monotonic: () => elapsed,
    now: () => start * 1000 + elapsed,
    advance(seconds: number) {
      if (!(seconds >= 0 && seconds < Number.POSITIVE_INFINITY)) {
        throw new RangeError(`time advances by 0 or more seconds, not ${seconds}`);
      }
      elapsed += seconds * 1000;
    },
  };
  const installed = setClock(clock);
  return Object.assign(clock, { [dispose]: () => installed[dispose]() });
}
