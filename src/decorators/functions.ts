import { countCallsInstrument } from "./count-calls.js";
import { countExceptionsInstrument } from "./count-exceptions.js";
import { inProgressInstrument } from "./in-progress.js";
import { instrumentedFunction } from "./instrumentation/apply-instrument.js";
import type { FunctionForm } from "./signatures/function-form.js";
import { timerInstrument } from "./timer.js";

/**
 * Returns a function that behaves like another function and measures how long its calls take, as {@link Timer} does for
 * methods.
 *
 * @function
 * @example
 * ```ts
 * const seconds = histogram({ name: "fetch_seconds", help: "Time to fetch a page." });
 * const fetchPage = timed(seconds, async (url: URL) => fetch(url));
 * ```
 */
export const timed: FunctionForm<"timer"> = (...args: readonly unknown[]) =>
  instrumentedFunction(timerInstrument, args);

/**
 * Returns a function that behaves like another function and counts its calls in progress, as {@link InProgress} does
 * for methods.
 *
 * @function
 */
export const trackInProgress: FunctionForm<"inProgress"> = (...args: readonly unknown[]) =>
  instrumentedFunction(inProgressInstrument, args);

/**
 * Returns a function that behaves like another function and counts its failed calls, as {@link CountExceptions} does
 * for methods.
 *
 * @function
 */
export const countExceptions: FunctionForm<"countExceptions"> = (...args: readonly unknown[]) =>
  instrumentedFunction(countExceptionsInstrument, args);

/**
 * Returns a function that behaves like another function and counts its calls, as {@link CountCalls} does for methods.
 *
 * @function
 */
export const countCalls: FunctionForm<"countCalls"> = (...args: readonly unknown[]) =>
  instrumentedFunction(countCallsInstrument, args);
