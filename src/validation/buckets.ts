import { withCode } from "../model/errors/coded-error.js";
import { inspectValue, throwInvalidOption } from "./errors.js";

/**
 * Checks bucket bounds.
 *
 * @returns a copy without `Infinity`, which is implied, and without duplicates
 * @throws {TypeError | RangeError} if the bounds are not increasing numbers
 * @internal
 */
export function checkBuckets(metric: string, buckets: unknown): readonly number[] {
  if (!Array.isArray(buckets))
    throwInvalidOption(metric, "buckets", buckets, "must be a list of increasing numbers", "other");
  const bounds: number[] = [];
  for (const bound of buckets as readonly unknown[]) {
    if (typeof bound !== "number" || Number.isNaN(bound))
      throwInvalidOption(metric, "buckets", bound, "must contain only numbers", "number");
    const last = bounds.at(-1);
    const number = (bound as number) + 0;
    if (last !== undefined && number < last) {
      throw withCode(
        "NARTHEX_INVALID_OPTION",
        new RangeError(
          `${metric}: buckets must increase, but was ${inspectValue(buckets)}. The bound ${number} follows ${last}.`,
        ),
      );
    }
    if (number !== last && number !== Number.POSITIVE_INFINITY) bounds.push(number);
  }
  // Not frozen: V8 stores no unboxed doubles in frozen arrays, and every observation reads these.
  return bounds;
}
