import { throwInvalid } from "../validation/errors.js";

/**
 * Throws the error for an update whose value is not a number.
 *
 * @throws {TypeError} always
 * @internal
 */
export function rejectValue(metric: string, value: unknown): never {
  throwInvalid("NARTHEX_INVALID_VALUE", metric, "the value", value, "must be a number", "other");
}
