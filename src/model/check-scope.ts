import { isLegacyLabelName, isLegacyMetricName } from "./names.js";

/** What is put on all families of a registry, or of a set of collectors. */
export interface Scope {
  /** Before every name. */
  readonly prefix?: string | undefined;
  /** Before the labels of every series. */
  readonly constLabels?: Readonly<Record<string, string>> | undefined;
}

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
