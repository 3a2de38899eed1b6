import type { Gatherer } from "../model/collector.js";

/**
 * Refuses what cannot be gathered.
 *
 * @param subject - the function or option that was given it
 * @throws TypeError that says what was given instead of a registry
 * @internal
 */
export function requireGatherer(subject: string, given: unknown): asserts given is Gatherer {
  if (typeof (given as Gatherer | null | undefined)?.gather === "function") return;
  const what = typeof given === "function" ? `the function ${given.name}` : given === null ? "null" : typeof given;
  throw new TypeError(
    `${subject} takes a registry, or another object with a gather method, but was given ${what}; write for example new Registry().`,
  );
}
