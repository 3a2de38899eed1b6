import { withCode } from "../model/errors/coded-error.js";
import type { ErrorCode } from "../model/errors/error-codes.js";

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

/** The `typeof` of the valid values of an option; `other` if there are several. */
type ValidType = "string" | "number" | "boolean" | "function" | "other";

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
  type?: ValidType,
  remedy?: string,
): never {
  throwInvalid("NARTHEX_INVALID_OPTION", subject, option, value, rule, type, remedy);
}

/**
 * Throws the error for an invalid option or argument, like {@link throwInvalidOption}, with another code.
 *
 * @throws {RangeError} if the value has the valid type, otherwise TypeError
 * @internal
 */
export function throwInvalid(
  code: ErrorCode,
  subject: string,
  option: string,
  value: unknown,
  rule: string,
  type: ValidType = "string",
  remedy?: string,
): never {
  const message = `${subject}: ${option} ${rule}, but was ${inspectValue(value)}.${remedy === undefined ? "" : ` ${remedy}`}`;
  throw withCode(code, typeof value === type ? new RangeError(message) : new TypeError(message));
}
