import { isLegacyLabelName, isLegacyMetricName } from "../model/names.js";
import type { Scope } from "../model/scope.js";

/**
 * Checks a prefix and constant labels.
 *
 * @param subject - who was given them, for the message
 * @throws TypeError or RangeError
 * @internal
 */
export function checkScope(subject: string, { prefix, constLabels }: Scope): void {
  if (prefix !== undefined && (typeof prefix !== "string" || !isLegacyMetricName(prefix))) {
    throw new RangeError(
      `${subject}: prefix must be letters, digits, "_" and ":", not starting with a digit, but was "${prefix}".`,
    );
  }
  for (const [name, value] of Object.entries(constLabels ?? {})) {
    if (!isLegacyLabelName(name) || name.startsWith("__") || name === "le" || name === "quantile") {
      throw new RangeError(
        `${subject}: "${name}" cannot be a constant label; use letters, digits and "_", no reserved name.`,
      );
    }
    if (typeof value !== "string")
      throw new TypeError(`${subject}: constLabels.${name} must be a string, but was ${String(value)}.`);
  }
}
