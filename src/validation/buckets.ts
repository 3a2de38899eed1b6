import { inspectValue, throwInvalidOption } from "./errors.js";

/**
 * Checks bucket bounds and returns a copy without `Infinity`, which is implied, and without repetitions.
 *
 * @throws RangeError or TypeError when they are not increasing numbers
 * @internal
 */
export function checkBuckets(metric: string, buckets: unknown): readonly number[] {
  if (!Array.isArray(buckets))
    throwInvalidOption(metric, "buckets", buckets, "must be a list of increasing numbers", "other");
  const bounds: number[] = [];
  for (const bound of buckets as readonly unknown[]) {
    if (typeof bound !== "number" || Number.isNaN(bound))
      throwInvalidOption(metric, "buckets", bound, "must hold numbers only", "number");
    const last = bounds.at(-1);
    const number = (bound as number) + 0;
    if (last !== undefined && number < last) {
      throw new RangeError(
        `${metric}: buckets must increase, but ${number} comes after ${last} in ${inspectValue(buckets)}.`,
      );
    }
    if (number !== last && number !== Number.POSITIVE_INFINITY) bounds.push(number);
  }
  // Not frozen: of a frozen array the engine keeps no plain doubles, and every observation reads them.
  return bounds;
}
