import { isPromise } from "node:util/types";
import { shown } from "../metadata/fault.js";
import { clock } from "../model/clock.js";
import type { LabelSchema, LabelValues } from "../model/labels.js";

/** A clock that runs: call it to stop it, or let `using` stop it at the end of the scope. */
export interface RunningTimer<L extends LabelSchema = LabelSchema> extends Disposable {
  /**
   * Stops the clock and records the seconds; once stopped it records nothing more.
   *
   * @param labels - values of the labels that were not given at the start
   * @returns the seconds between start and stop
   */
  (labels?: Partial<LabelValues<L>>): number;
}

/**
 * Starts a clock.
 *
 * @internal
 */
export function startTimer<L extends LabelSchema, Child>(
  early: Partial<LabelValues<L>> | undefined,
  childFor: (labels: object) => Child,
  record: (child: Child, seconds: number) => void,
): RunningTimer<L> {
  const start = clock.current.monotonic();
  let seconds: number | undefined;
  const stop = (late?: Partial<LabelValues<L>>): number => {
    if (seconds === undefined) {
      const elapsed = (clock.current.monotonic() - start) / 1000;
      const child = childFor({ ...early, ...late });
      seconds = elapsed;
      record(child, elapsed);
    }
    return seconds;
  };
  return Object.assign(stop, { [Symbol.dispose]: () => void stop() });
}

/**
 * Tells the two forms of `time` apart.
 *
 * @throws TypeError when there is no function
 * @internal
 */
export function timeArguments<R>(metric: string, args: readonly unknown[]): [labels: unknown, run: () => R] {
  const [labels, run] = typeof args[0] === "function" ? [{}, args[0]] : args;
  if (typeof run !== "function") {
    throw new TypeError(
      `${metric}: time takes label values (where there are labels) and a function to run, but was given ${shown(run)} for the function.`,
    );
  }
  return [labels, run as () => R];
}

/**
 * Runs a function under a clock, until its promise settles if it returns one.
 *
 * @internal
 */
export function timed<R>(stop: () => number, run: () => R): R {
  let result: R;
  try {
    result = run();
  } catch (error) {
    stop();
    throw error;
  }
  if (!isPromise(result)) {
    stop();
    return result;
  }
  return (result as Promise<unknown>).finally(() => stop()) as R;
}
