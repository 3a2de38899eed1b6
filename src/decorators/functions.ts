// biome-ignore-all lint/suspicious/noExplicitAny: functions of all signatures are meant
import type { Call, Settled } from "./call.js";
import { type CountCollector, countCallsInstrument as calls } from "./count-calls.js";
import { type CountExceptionsOptions, countExceptionsInstrument as exceptions } from "./count-exceptions.js";
import { type InProgressCollector, inProgressInstrument } from "./in-progress.js";
import { instrumentedFunction } from "./instrumentation/apply-instrument.js";
import type { AnyFunction } from "./instrumentation/dialect.js";
import type { CallOptions, LabelsOf, OptionsFor, SettledOptions } from "./signatures.js";
import { type TimerCollector, timerInstrument } from "./timer.js";

type This<F> = ThisParameterType<F>;
type CallTo<F extends AnyFunction> = Call<Parameters<F>, This<F>>;
type SettledTo<F extends AnyFunction> = Settled<Parameters<F>, ReturnType<F>, This<F>>;
type CallOptionsOf<F extends AnyFunction> = CallOptions<Parameters<F>, This<F>>;
type SettledOptionsOf<F extends AnyFunction> = SettledOptions<Parameters<F>, ReturnType<F>, This<F>>;
type CountExceptionsOptionsOf<F extends AnyFunction> = CountExceptionsOptions<Parameters<F>, ReturnType<F>, This<F>>;

/**
 * A function that does what another does and is timed, as by {@link Timer}.
 *
 * @param collector - a histogram, summary or gauge: its spec, or a live one
 * @param fn - any function, not a class; it may return a promise or be a generator
 * @param options - labels, exemplar, when, until
 * @throws TypeError when an argument is wrong
 * @example
 * ```ts
 * const fetchPage = timed(histogram({ name: "fetch_seconds", help: "Time to fetch a page." }), async (url: URL) => fetch(url));
 * ```
 */
export function timed<
  C extends TimerCollector,
  F extends AnyFunction,
  const Constant extends LabelsOf<C>,
  const Computed extends LabelsOf<C>,
>(collector: C, fn: F, ...options: OptionsFor<C, SettledOptionsOf<F>, Constant, Computed, SettledTo<F>>): F {
  return instrumentedFunction(timerInstrument, "timed", [collector, fn, ...options]);
}

/**
 * A function that does what another does and whose calls under way are counted, as by {@link InProgress}.
 *
 * @param collector - a gauge: its spec, or a live one
 * @param fn - any function, not a class; it may return a promise or be a generator
 * @param options - labels, when, until
 * @throws TypeError when an argument is wrong
 */
export function trackInProgress<
  C extends InProgressCollector,
  F extends AnyFunction,
  const Constant extends LabelsOf<C>,
  const Computed extends LabelsOf<C>,
>(collector: C, fn: F, ...options: OptionsFor<C, CallOptionsOf<F>, Constant, Computed, CallTo<F>>): F {
  return instrumentedFunction(inProgressInstrument, "trackInProgress", [collector, fn, ...options]);
}

/**
 * A function that does what another does and whose failures are counted, as by {@link CountExceptions}.
 *
 * @param collector - a counter: its spec, or a live one
 * @param fn - any function, not a class; it may return a promise or be a generator
 * @param options - only, except, labels, exemplar, when, until
 * @throws TypeError when an argument is wrong
 */
export function countExceptions<
  C extends CountCollector,
  F extends AnyFunction,
  const Constant extends LabelsOf<C>,
  const Computed extends LabelsOf<C>,
>(collector: C, fn: F, ...options: OptionsFor<C, CountExceptionsOptionsOf<F>, Constant, Computed, SettledTo<F>>): F {
  return instrumentedFunction(exceptions, "countExceptions", [collector, fn, ...options]);
}

/**
 * A function that does what another does and whose calls are counted, as by {@link CountCalls}.
 *
 * @param collector - a counter: its spec, or a live one
 * @param fn - any function, not a class; it may return a promise or be a generator
 * @param options - labels, exemplar, when, until
 * @throws TypeError when an argument is wrong
 */
export function countCalls<
  C extends CountCollector,
  F extends AnyFunction,
  const Constant extends LabelsOf<C>,
  const Computed extends LabelsOf<C>,
>(collector: C, fn: F, ...options: OptionsFor<C, SettledOptionsOf<F>, Constant, Computed, SettledTo<F>>): F {
  return instrumentedFunction(calls, "countCalls", [collector, fn, ...options]);
}
