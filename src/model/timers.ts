import type { IsUnlabelled, LabelSchema, LabelValues } from "./labels.js";

/** The argument of a running timer: further label values if the collector has labels. */
export type LateLabels<L extends LabelSchema> =
  IsUnlabelled<L> extends true ? [] : [labels?: Partial<LabelValues<L>> | undefined];

/** A running timer. Call it to stop it, or let `using` stop it at the end of the scope. */
export interface RunningTimer<L extends LabelSchema = LabelSchema> extends Disposable {
  /**
   * Stops the timer and records the elapsed seconds. Further calls record nothing.
   *
   * @param late - the values of the labels that were not given at the start
   * @returns the seconds between start and stop
   */
  (...late: LateLabels<L>): number;
}

/** The methods of children that measure a duration. */
export interface ChildTimers {
  /**
   * Starts a timer, which records the elapsed seconds when it stops.
   *
   * @example
   * ```ts
   * const mails = seconds.labels({ queue: "mail" });
   * const stop = mails.startTimer();
   * stop();
   * ```
   */
  startTimer(): RunningTimer<readonly []>;
  /**
   * Runs a function and records the seconds that it takes, until its promise settles if it returns one.
   *
   * @param run - the function
   * @returns the result of the function
   */
  time<R>(run: () => R): R;
}
