import type { GaugeChild, ObserverChild } from "../../model/children.js";
import type { LabelSchema, LabelValues } from "../../model/labels.js";
import type { RunningTimer } from "../../model/timers.js";
import { allLabels, startTimer } from "../timing/start-timer.js";
import { timeFunction } from "../timing/time-function.js";
import { BoundCollector } from "./bound-collector.js";

/** A gauge, histogram or summary of which some labels are bound. */
export abstract class BoundTimingCollector<
  K extends string,
  L extends LabelSchema,
  Child extends GaugeChild | ObserverChild,
  Value,
> extends BoundCollector<K, L, Child, Value> {
  startTimer(labels?: object): RunningTimer<L> {
    if (labels !== undefined) this.bound.requireRemaining(labels);
    return startTimer((late) => this.labels(allLabels(labels, late) as LabelValues<L>));
  }

  time<R>(...args: readonly unknown[]): R {
    const [labels, run] = typeof args[0] === "function" ? [{}, args[0]] : args;
    return timeFunction(this, run, () => this.startTimer(labels as object) as () => unknown);
  }
}
