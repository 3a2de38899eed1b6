import { isError } from "../../platform/errors.js";
import type { ErrorCode } from "./error-codes.js";

/**
 * An error of the library: a `TypeError`, a `RangeError`, another `Error` or one of the library's own classes, with a
 * stable code.
 */
export interface NarthexError extends Error {
  /** The code, for example `NARTHEX_MISSING_LABEL`. */
  readonly code: ErrorCode;
}

/**
 * Whether a value is an error of the library, in any realm and of any copy of the package.
 *
 * @param value - a caught value
 * @example
 * ```ts
 * try {
 *   await gateway.push();
 * } catch (error) {
 *   if (!isNarthexError(error) || error.code !== "NARTHEX_GATEWAY_UNREACHABLE") throw error;
 *   logger.warn(error.message);
 * }
 * ```
 */
export function isNarthexError(value: unknown): value is NarthexError {
  if (!isError(value)) return false;
  const { code } = value as { readonly code?: unknown };
  return typeof code === "string" && code.startsWith("NARTHEX_");
}

/**
 * Sets the code of an error. The error is created by the caller, so that its stack begins there.
 *
 * @internal
 */
export function withCode<E extends Error>(code: ErrorCode, error: E): E & NarthexError {
  return Object.assign(error, { code });
}
