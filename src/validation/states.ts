import { throwInvalid, throwInvalidOption } from "./errors.js";

/**
 * Checks the states of a state set.
 *
 * @param metric - the name of the metric, for errors
 * @param states - the states
 * @throws {TypeError | RangeError} if they are not a list of different non-empty strings, or the list is empty
 * @internal
 */
export function checkStates(metric: string, states: unknown): void {
  const isList =
    Array.isArray(states) && states.length > 0 && states.every((state) => typeof state === "string" && state !== "");
  if (!isList) throwInvalidOption(metric, "states", states, "must be a list of at least one non-empty string", "other");
  const wellFormed = (states as readonly string[]).map((state) => state.toWellFormed());
  const twice = wellFormed.find((state, i) => wellFormed.indexOf(state) !== i);
  if (twice !== undefined) throwInvalidOption(metric, "states", twice, "must name each state once");
}

/**
 * Checks that no label of a state set has its name, which is the name of the label that shows the states.
 *
 * @param metric - the full name of the state set
 * @param labels - the names of all its labels
 * @throws {RangeError} if one of them is the name of the state set
 * @internal
 */
export function rejectStateLabel(metric: string, labels: readonly string[]): void {
  if (labels.includes(metric)) {
    const rule = "must not contain the name of the state set, which is the label of the states";
    throwInvalid("NARTHEX_INVALID_LABEL_NAME", metric, "labelNames", metric, rule);
  }
}
