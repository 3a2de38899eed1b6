import { withCode } from "../../model/errors/coded-error.js";

/**
 * Throws the error for an invalid option that holds a secret. Its message names the rule and not the value.
 *
 * @param subject - the function or class that the option belongs to
 * @param rule - completes the sentence after the option, for example `must be a string`
 * @param isRightType - whether the value has the right type
 * @throws {RangeError} if the value has the right type, otherwise TypeError
 */
export function throwInvalidSecret(subject: string, option: string, rule: string, isRightType: boolean): never {
  const message = `${subject}: ${option} ${rule}. The value is not shown, because it may be a secret.`;
  throw withCode("NARTHEX_INVALID_OPTION", isRightType ? new RangeError(message) : new TypeError(message));
}
