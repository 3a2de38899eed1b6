import { withCode } from "../model/errors/coded-error.js";

/**
 * Throws the error for the removal of the series of a collector without labels.
 *
 * @throws {TypeError} always
 * @internal
 */
export function rejectRemoval(metric: string): never {
  throw withCode(
    "NARTHEX_NO_SERIES_TO_REMOVE",
    new TypeError(`${metric}: the metric has no labels, so there is no series to remove. Use clear() to reset it.`),
  );
}
