import type { Gatherer, GatherOptions } from "../model/collector.js";
import { familyNamesRule } from "./family-names.js";
import { abortSignal, callback, checkArgument, type OptionRule, type OptionRules } from "./options.js";

/**
 * Accepts registries and other gatherers.
 *
 * @internal
 */
export const gathererRule: OptionRule = {
  rule: "must be a registry or another object with a gather method",
  holds: (value) => typeof (value as Gatherer | null | undefined)?.gather === "function",
  remedy: "For example, pass new Registry().",
};

/**
 * Throws unless a function's argument can be gathered.
 *
 * @param subject - the function that takes it
 * @throws {TypeError} if the argument has no `gather` method
 * @internal
 */
export function requireGatherer(subject: string, given: unknown): asserts given is Gatherer {
  checkArgument(subject, "gatherer", given, gathererRule);
}

/**
 * The rules of the options of a gather.
 *
 * @internal
 */
export const gatherRules: OptionRules<keyof GatherOptions> = {
  names: familyNamesRule,
  deadline: abortSignal,
  onFailure: callback,
};
