import { isPromise } from "node:util/types";
import { clock, secondsSince } from "../globals/clock.js";
import { reportOnce } from "../globals/error-listener.js";
import type { LabelledArguments, LabelSchema, LabelValues } from "../model/labels.js";
import { dispose } from "../platform/dispose.js";
import { isForeignThenable, isNativePromise, thenableName, whenSettled } from "../platform/promise.js";
import { inspectValue } from "../validation/errors.js";
import type { CollectorChild } from "./collector-child.js";
import { LabelledCollector } from "./labelled-collector.js";

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
 * The base class of gauges, histograms and summaries. It adds the methods that measure a duration. Only its type is exported:
 * create one of the classes that extend it.
 */
export abstract class TimingCollector<
  K extends string,
  L extends LabelSchema,
  Child extends CollectorChild,
> extends LabelledCollector<K, L, Child> {
  /** Records seconds in a series. @internal */
  protected abstract recordSeconds(child: Child, seconds: number): void;

  /**
   * Starts a clock; stopping it records the seconds that went by: a gauge is set to them, a histogram or summary observes them.
   *
   * @param labels - values of all, some or none of the labels; the rest is given when it stops
   * @example
   * ```ts
   * const stop = seconds.startTimer({ method: "GET" });
   * stop({ status: 200 });
   * ```
   */
  startTimer(labels?: Partial<LabelValues<L>>): RunningTimer<L> {
    const start = clock.current.monotonic();
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
   * Runs a function and records the seconds that it took, until its promise settles if it returns one.
   *
   * @param args - label values (where there are labels), then the function
   * @returns what the function returns
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
    if (isForeignThenable(result)) this.#passThenable(result);
    return result;
  }

  /** A thenable may begin to work when it is awaited, which is for the caller to do. */
  #passThenable(thenable: object): void {
    this.countUnmeasuredThenable();
    const error = new TypeError(
      `time was given a function that returned ${thenableName(thenable)}, and measured only until it returned; make it an async function that awaits the thenable`,
    );
    reportOnce(this, error, { source: this.name, cause: "thenable" });
  }
}

/** Tells the two forms of `time` apart. */
function timeArguments<R>(metric: string, args: readonly unknown[]): [labels: unknown, run: () => R] {
  const [labels, run] = typeof args[0] === "function" ? [{}, args[0]] : args;
  if (typeof run !== "function") {
    throw new TypeError(
      `${metric}: time takes label values (where there are labels) and a function to run, but was given ${inspectValue(run)} for the function.`,
    );
  }
  return [labels, run as () => R];
}
