import type { GaugeChild, ObserverChild } from "../../model/children.js";
import type { LabelledArguments, LabelSchema, LabelValues } from "../../model/labels.js";
import type { RunningTimer } from "../../model/timers.js";
import { LabelledCollector } from "../labelled-collector.js";
import { requireKnownLabels } from "../storage/label-values.js";
import { allLabels, startTimer } from "./start-timer.js";
import { timeFunction } from "./time-function.js";

/**
 * The base class of gauges, histograms and summaries. It adds the methods that measure a duration. Only its type is
 * exported: create one of the classes that extend it.
 */
export abstract class TimingCollector<
  K extends string,
  L extends LabelSchema,
  Child extends GaugeChild | ObserverChild,
> extends LabelledCollector<K, L, Child> {
  /**
   * Starts a timer, which records the elapsed seconds when it stops. A gauge is set to them, a histogram or summary
   * observes them.
   *
   * @param labels - the values of all, some or none of the labels. The others are given when the timer stops.
   * @throws {TypeError} if a label is unknown. The stopping function throws if one is missing or has an invalid value.
   * @example
   * ```ts
   * const stop = seconds.startTimer({ method: "GET" });
   * stop({ status: 200 });
   * ```
   */
  startTimer(labels?: Partial<LabelValues<L>>): RunningTimer<L> {
    if (labels !== undefined) requireKnownLabels(this.definition, labels);
    return startTimer((late) => this.labels(allLabels(labels, late) as LabelValues<L>));
  }

  /**
   * Runs a function and records the seconds that it takes, until its promise settles if it returns one.
   *
   * @param args - the label values if the collector has labels, then the function
   * @returns the result of the function
   */
  time<R>(...args: LabelledArguments<L, [run: () => R]>): R;
  time<R>(...args: readonly unknown[]): R {
    const [labels, run] = typeof args[0] === "function" ? [{}, args[0]] : args;
    return timeFunction(this, run, () => this.startTimer(labels as Partial<LabelValues<L>>));
  }
}
