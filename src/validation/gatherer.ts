import type { Gatherer } from "../model/collector.js";
import { checkArgument, type OptionRule } from "./options.js";

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
