import { performance } from "node:perf_hooks";
import { dispose } from "../platform/dispose.js";

/** Where time is read. Tests put another in its place with {@link setClock}. */
export interface Clock {
  /** A monotonic reading in milliseconds, for durations. */
  monotonic(): number;
  /** The time since the Unix epoch in milliseconds. */
  now(): number;
}

// Fake timers of test runners replace `Date` and `performance`, and do so on the object that `node:perf_hooks` exports. They do
// not replace the methods of its class.
const performanceNow = /* @__PURE__ */ (() =>
  ((Object.getPrototypeOf(performance) as Partial<typeof performance>).now ?? performance.now).bind(performance))();
const dateNow = /* @__PURE__ */ (() => Date.now)();

/** The platform's clocks, as they were when the package was loaded: fake timers of test runners do not move them. */
export const systemClock: Clock = {
  monotonic: () => performanceNow(),
  now: () => dateNow(),
};

/** The clock in use. Read it as `clock.current`, never keep a copy. */
export const clock: { current: Clock } = { current: systemClock };

/**
 * The seconds that have gone by since a reading of the monotonic clock. They are never negative: 0 where the clock was set
 * back or replaced in the meantime, or shows no number.
 *
 * @param start - an earlier reading of `clock.current.monotonic()`, in milliseconds
 * @internal
 */
export function secondsSince(start: number): number {
  const elapsed = clock.current.monotonic() - start;
  return elapsed > 0 ? elapsed / 1000 : 0;
}

/**
 * Replaces the clock for the whole package and returns a disposable that puts the former one back.
 *
 * @param replacement - the clock to use from now on
 * @throws TypeError when it lacks a function of a clock
 */
export function setClock(replacement: Clock): Disposable {
  if (typeof replacement?.monotonic !== "function" || typeof replacement.now !== "function")
    throw new TypeError("setClock: takes a clock, an object with the functions monotonic and now, in milliseconds.");
  const former = clock.current;
  clock.current = replacement;
  return {
    [dispose]() {
      clock.current = former;
    },
  };
}
