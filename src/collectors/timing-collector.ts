import { isPromise } from "node:util/types";
import { activeClock, secondsSince } from "../globals/clock.js";
import { reportOnce } from "../globals/error-listener.js";
import type { LabelledArguments, LabelSchema, LabelValues } from "../model/labels.js";
import { dispose } from "../platform/dispose.js";
import { isForeignThenable, isNativePromise, thenableName, whenSettled } from "../platform/promise.js";
import { inspectValue } from "../validation/errors.js";
import type { CollectorChild } from "./collector-child.js";
import { LabelledCollector } from "./labelled-collector.js";

/** A running timer. Call it to stop it, or let `using` stop it at the end of the scope. */
export interface RunningTimer<L extends LabelSchema = LabelSchema> extends Disposable {
  /**
   * Stops the timer and records the elapsed seconds. Further calls record nothing.
   *
   * @param labels - the values of the labels that were not given at the start
   * @returns the seconds between start and stop
   */
  (labels?: Partial<LabelValues<L>>): number;
}

/**
 * The base class of gauges, histograms and summaries. It adds the methods that measure a duration. Only its type is
 * exported: create one of the classes that extend it.
 */
export abstract class TimingCollector<
  K extends string,
  L extends LabelSchema,
  Child extends CollectorChild,
> extends LabelledCollector<K, L, Child> {
  /** Records seconds in a series. @internal */
  protected abstract recordSeconds(child: Child, seconds: number): void;

  /**
   * Starts a timer, which records the elapsed seconds when it stops. A gauge is set to them, a histogram or summary
   * observes them.
   *
   * @param labels - the values of all, some or none of the labels. The others are given when the timer stops.
   * @example
   * ```ts
   * const stop = seconds.startTimer({ method: "GET" });
   * stop({ status: 200 });
   * ```
   */
  startTimer(labels?: Partial<LabelValues<L>>): RunningTimer<L> {
    const start = activeClock.current.monotonic();
    let seconds: number | undefined;
    const stop = (late?: Partial<LabelValues<L>>): number => {
      if (seconds === undefined) {
        const elapsed = secondsSince(start);
        const all: object = { ...labels, ...late };
        const child = this.labels(all as LabelValues<L>);
        seconds = elapsed;
        this.recordSeconds(child, elapsed);
      }
      return seconds;
    };
    return Object.assign(stop, { [dispose]: () => void stop() });
  }

  /**
   * Runs a function and records the seconds that it takes, until its promise settles if it returns one.
   *
   * @param args - the label values if the collector has labels, then the function
   * @returns the result of the function
   */
  time<R>(...args: LabelledArguments<L, [run: () => R]>): R;
  time<R>(...args: readonly unknown[]): R {
    const [labels, run] = timeArguments<R>(this.name, args);
    const stop = this.startTimer(labels as Partial<LabelValues<L>>);
    let result: R;
    try {
      result = run();
    } catch (error) {
      stop();
      throw error;
    }
    if (isNativePromise(result)) {
      const settled = (value: unknown): unknown => {
        stop();
        return value;
      };
      return whenSettled(result, settled, settled) as R;
    }
    if (isPromise(result)) return result.finally(() => stop()) as R;
    stop();
    if (isForeignThenable(result)) this.#reportThenable(result);
    return result;
  }

  /** A thenable may start its work only when the caller awaits it, so it is not awaited here. */
  #reportThenable(thenable: object): void {
    this.countUnmeasuredThenable();
    const error = new TypeError(
      `time called a function that returned ${thenableName(thenable)}, and measured only until it returned. Make it an async function that awaits the thenable.`,
    );
    reportOnce(this, error, { source: this.name, cause: "thenable" });
  }
}

/** Distinguishes the two forms of `time`. */
function timeArguments<R>(metric: string, args: readonly unknown[]): [labels: unknown, run: () => R] {
  const [labels, run] = typeof args[0] === "function" ? [{}, args[0]] : args;
  if (typeof run !== "function") {
    throw new TypeError(
      `${metric}: the argument run of time must be a function, but was ${inspectValue(run)}. Pass it after the label values if the metric has labels.`,
    );
  }
  return [labels, run as () => R];
}
