import type { Collector, RegisterOptions } from "../model/collector.js";
import { withCode } from "../model/errors/coded-error.js";
import { inspectValue } from "../validation/errors.js";
import { boolean, type OptionRule, type OptionRules } from "../validation/options.js";

/** The rules of the options of a registration. */
export const registerRules: OptionRules<keyof RegisterOptions> = { reuse: boolean };

/** The rule of the argument of `unregister`. */
export const collectorOrName: OptionRule = {
  rule: "must be a collector or the full name of a family",
  holds: (value) => typeof value === "string" || (typeof value === "object" && value !== null),
};

/**
 * Throws unless an argument is a collector.
 *
 * @throws {TypeError} if it has no `collect` method
 * @internal
 */
export function requireCollector(given: unknown): asserts given is Collector {
  if (typeof (given as Collector | undefined)?.collect === "function") return;
  throw withCode("NARTHEX_INVALID_COLLECTOR", new TypeError(`register: the collector must ${requirement(given)}`));
}

/** Completes the error for an argument that is not a collector. */
function requirement(given: unknown): string {
  const { kind, name } = Object(given) as { readonly kind?: unknown; readonly name?: unknown };
  if (typeof given === "object" && kind !== undefined)
    return `not be a spec, but was that of the ${String(kind)} ${String(name)}. Use getOrCreate(spec) instead.`;
  return `have a collect method that returns metric families, but was ${inspectValue(given)}.`;
}

/**
 * Returns the name of a collector for error messages.
 *
 * @internal
 */
export function nameOf(collector: Collector): string {
  return collector.describe?.()[0]?.name ?? collector.constructor.name;
}
