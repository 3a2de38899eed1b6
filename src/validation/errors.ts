/**
 * Returns a short form of a user's value for an error message.
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
 * Throws the error for an invalid option: `<subject>: <option> must …, but was <value>. <remedy>`.
 *
 * @param subject - the metric, function or class that the option belongs to
 * @param rule - completes the sentence after the option, for example `must be a function`
 * @param type - the `typeof` of valid values; `other` if the error is a TypeError for every value
 * @param remedy - a sentence that says how to fix the option
 * @throws {RangeError} if the value has the valid type, otherwise TypeError
 * @internal
 */
export function throwInvalidOption(
  subject: string,
  option: string,
  value: unknown,
  rule: string,
  type: "string" | "number" | "boolean" | "function" | "other" = "string",
  remedy?: string,
): never {
  const message = `${subject}: ${option} ${rule}, but was ${inspectValue(value)}.${remedy === undefined ? "" : ` ${remedy}`}`;
  throw typeof value === type ? new RangeError(message) : new TypeError(message);
}
