import { withCode } from "../model/errors/coded-error.js";
import { builtIn } from "../platform/built-in.js";
import { dispose } from "../platform/dispose.js";

/** A source of time. Tests replace it with {@link setClock}. */
export interface Clock {
  /** Returns a monotonic time in milliseconds, for durations. */
  monotonic(): number;
  /** Returns the time since the Unix epoch in milliseconds. */
  now(): number;
}

let performanceNow: (() => number) | undefined;

/**
 * Returns `performance.now`. Its module is loaded at the first reading, because that takes a millisecond. The fake
 * timers of test runners replace `Date` and `performance`, also on the object that the module exports. They do not
 * replace the methods of its class. Without either, the time since the Unix epoch is the best remaining clock.
 */
function loadPerformanceNow(): () => number {
  const { performance } = builtIn("node:perf_hooks");
  const { now = performance.now ?? dateNow } = Object.getPrototypeOf(performance) as Partial<typeof performance>;
  return now.bind(performance);
}

const dateNow = /* @__PURE__ */ (() => Date.now)();

/** The clock of the platform, read by functions that fake timers of test runners do not replace. */
export const systemClock: Clock = {
  monotonic() {
    performanceNow ??= loadPerformanceNow();
    return performanceNow();
  },
  now: () => dateNow(),
};

/** The clock in use. Read `activeClock.current` each time, since it can be replaced. */
export const activeClock: { current: Clock } = { current: systemClock };

/**
 * Returns the seconds since a reading of the monotonic clock, or 0 if the clock was set back or replaced, or returns
 * NaN.
 *
 * @param start - an earlier result of `activeClock.current.monotonic()`, in milliseconds
 * @internal
 */
export function secondsSince(start: number): number {
  const elapsed = activeClock.current.monotonic() - start;
  return elapsed > 0 ? elapsed / 1000 : 0;
}

/**
 * Returns the time in seconds since the Unix epoch, or 0 if the clock returns no finite number or a time before 1970:
 * not every format and reader can represent these.
 *
 * @internal
 */
export function epochSeconds(): number {
  const seconds = activeClock.current.now() / 1000;
  return seconds > 0 && seconds < Number.POSITIVE_INFINITY ? seconds : 0;
}

/**
 * Replaces the clock of the package.
 *
 * @param replacement - the new clock
 * @returns a disposable that restores the previous clock
 * @throws {TypeError} if the replacement lacks a function of a clock
 */
export function setClock(replacement: Clock): Disposable {
  if (typeof replacement?.monotonic !== "function" || typeof replacement.now !== "function")
    throw withCode(
      "NARTHEX_INVALID_ARGUMENT",
      new TypeError(
        "setClock: the clock must be an object with the functions monotonic and now, which return milliseconds.",
      ),
    );
  const previous = activeClock.current;
  activeClock.current = replacement;
  return {
    [dispose]() {
      activeClock.current = previous;
    },
  };
}
