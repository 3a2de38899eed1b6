import { type NarthexError, withCode } from "../../model/errors/coded-error.js";

/**
 * Returns the error of a certificate, key or authority that cannot be used. It shows no content.
 *
 * @param subject - the option, and the path if it is one
 * @param problem - completes the sentence that begins with the subject
 * @param cause - the error of Node.js, if any
 */
export function certificateError(subject: string, problem: string, cause?: unknown): NarthexError {
  return withCode("NARTHEX_INVALID_CERTIFICATE", new Error(`${subject} ${problem}`, { cause }));
}
