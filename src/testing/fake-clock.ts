import { type Clock, setClock } from "../globals/clock.js";
import { dispose } from "../platform/dispose.js";
import { checkArgument, type OptionRule } from "../validation/options.js";

/** A clock that stands still until {@link FakeClock.advance} moves it. */
export interface FakeClock extends Clock, Disposable {
  /**
   * Moves the clock forward.
   *
   * @param seconds - the time to add, in seconds
   * @throws {RangeError} if `seconds` is negative or not finite
   */
  advance(seconds: number): void;
}

const startRule: OptionRule = { rule: "must be a finite number of seconds", type: "number", holds: Number.isFinite };

const secondsRule: OptionRule = {
  rule: "must be a finite number of seconds, at least 0",
  type: "number",
  holds: (value: number) => value >= 0 && value < Number.POSITIVE_INFINITY,
};

/**
 * Replaces the clock of the whole package until it is disposed. Timers of collectors, start timestamps, sliding windows
 * and expiry use it; the timers of Node.js (`setTimeout`) do not.
 *
 * @param start - the initial time, in seconds since the Unix epoch (default 1000000000, in September 2001)
 * @throws {RangeError} if `start` is not finite
 * @example
 * ```ts
 * using clock = fakeClock();
 * const stop = seconds.startTimer();
 * clock.advance(1.5);
 * expect(stop()).toBe(1.5);
 * ```
 */
export function fakeClock(start: number = 1_000_000_000): FakeClock {
  checkArgument("fakeClock", "start", start, startRule);
  let elapsed = 0;
  const clock = {
    monotonic: () => elapsed,
    now: () => start * 1000 + elapsed,
    advance(seconds: number) {
      checkArgument("advance", "seconds", seconds, secondsRule);
      elapsed += seconds * 1000;
    },
  };
  const replacement = setClock(clock);
  return Object.assign(clock, { [dispose]: () => replacement[dispose]() });
}
