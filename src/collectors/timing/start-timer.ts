import { activeClock, secondsSince } from "../../globals/clock.js";
import type { GaugeChild, ObserverChild } from "../../model/children.js";
import { withCode } from "../../model/errors/coded-error.js";
import type { LabelSchema, LabelValues } from "../../model/labels.js";
import type { RunningTimer } from "../../model/timers.js";
import { dispose } from "../../platform/dispose.js";
import { inspectValue } from "../../validation/errors.js";

/** A child that records durations: a gauge is set to them, a histogram or summary observes them. */
export type TimedChild = Pick<GaugeChild, "set"> | Pick<ObserverChild, "observe">;

/**
 * Starts a timer.
 *
 * @param childOf - returns the child to record in, given the labels that were passed when the timer stopped. If it
 * throws, the timer continues.
 * @internal
 */
export function startTimer<L extends LabelSchema>(
  childOf: (late: Partial<LabelValues<L>> | undefined) => TimedChild,
): RunningTimer<L> {
  const start = activeClock.current.monotonic();
  let seconds: number | undefined;
  const stop = (late?: Partial<LabelValues<L>>): number => {
    if (seconds === undefined) {
      const elapsed = secondsSince(start);
      const child = childOf(late);
      seconds = elapsed;
      if ("observe" in child) child.observe(elapsed);
      else child.set(elapsed);
    }
    return seconds;
  };
  return Object.assign(stop, { [dispose]: () => void stop() });
}

/**
 * Returns the labels of a timer: those given when it started and, preferably, those given when it stopped. To merge
 * objects takes longer than the update, so one that has all labels is returned unchanged.
 *
 * @internal
 */
export function allLabels(early: object | undefined, late: object | undefined): object {
  if (late === undefined) return early ?? {};
  return early === undefined ? late : { ...early, ...late };
}

/**
 * Starts the timer of a child, which has all labels.
 *
 * @param metric - the name of the metric, for errors
 * @internal
 */
export function startChildTimer(metric: string, child: TimedChild): RunningTimer<readonly []> {
  return startTimer((late) => {
    if (late !== undefined && Object.keys(late).length > 0) {
      throw withCode(
        "NARTHEX_BOUND_LABEL",
        new TypeError(
          `${metric}: the timer of a child has all labels, but was stopped with ${inspectValue(late)}. Pass labels to the timer of a collector.`,
        ),
      );
    }
    return child;
  });
}
