/**
 * Shows a value that a user gave, shortened, for an error message.
 *
 * @internal
 */
export function inspectValue(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value.length > 60 ? `${value.slice(0, 60)}…` : value);
  if (typeof value === "function") return value.name === "" ? "a function" : `the function ${value.name}`;
  if (typeof value === "object" && value !== null) {
    try {
      const text = JSON.stringify(value) ?? String(value);
      return text.length > 60 ? `${text.slice(0, 60)}…` : text;
    } catch {
      return "an object";
    }
  }
  return typeof value === "bigint" ? `${value}n` : String(value);
}

/**
 * Refuses an option.
 *
 * @param type - what the value should have been (default: text); `other` where no value of the right type is refused
 * @throws RangeError when the value has the right type but a wrong value, else TypeError
 * @internal
 */
export function throwInvalidOption(
  metric: string,
  option: string,
  value: unknown,
  rule: string,
  type: "string" | "number" | "other" = "string",
): never {
  const message = `${metric}: ${option} ${rule}, but was ${inspectValue(value)}.`;
  throw typeof value === type ? new RangeError(message) : new TypeError(message);
}
