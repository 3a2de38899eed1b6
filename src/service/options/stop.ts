import { MAX_TIMER_SECONDS } from "../../platform/timers.js";
import { checkOptions, type OptionRules } from "../../validation/options.js";

/** Options for {@link Service.stop}. */
export interface StopOptions {
  /** Time that running scrapes have to finish, in seconds, at least 0 (default 5). */
  readonly graceSeconds?: number | undefined;
}

const stopRules: OptionRules<keyof StopOptions> = {
  graceSeconds: {
    rule: `must be a number of seconds from 0 to ${MAX_TIMER_SECONDS}`,
    type: "number",
    holds: (value: number) => value >= 0 && value <= MAX_TIMER_SECONDS,
  },
};

/**
 * Checks the options of {@link Service.stop}.
 *
 * @throws {TypeError | RangeError} if an option is unknown or invalid
 */
export function checkStopOptions(options: unknown): void {
  checkOptions("Service.stop", options, stopRules);
}
