import { withCode } from "../../model/errors/coded-error.js";
import { inspectValue } from "../../validation/errors.js";

/** The default bounds of Prometheus client libraries, in seconds. */
export const DEFAULT_BUCKETS: readonly number[] = Object.freeze([
  0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10,
]);

/**
 * Returns bounds at equal distances.
 *
 * @param start - the first bound
 * @param width - the distance between two bounds, above 0
 * @param count - the number of bounds without `Infinity`, at least 1
 * @throws {RangeError} if an argument is out of range
 * @example
 * ```ts
 * linearBuckets(10, 5, 3); // [10, 15, 20]
 * ```
 */
export function linearBuckets(start: number, width: number, count: number): number[] {
  requireCount("linearBuckets", count);
  if (!Number.isFinite(start))
    throw withCode(
      "NARTHEX_INVALID_ARGUMENT",
      new RangeError(`linearBuckets: start must be a finite number, but was ${inspectValue(start)}.`),
    );
  requireAbove("linearBuckets", "width", width, 0);
  return Array.from({ length: count }, (_, i) => rounded(start + i * width));
}

/**
 * Returns bounds that grow by a factor.
 *
 * @param start - the first bound, above 0
 * @param factor - the ratio of each bound to the one before, above 1
 * @param count - the number of bounds without `Infinity`, at least 1
 * @throws {RangeError} if an argument is out of range
 * @example
 * ```ts
 * exponentialBuckets(0.1, 2, 4); // [0.1, 0.2, 0.4, 0.8]
 * ```
 */
export function exponentialBuckets(start: number, factor: number, count: number): number[] {
  requireCount("exponentialBuckets", count);
  requireAbove("exponentialBuckets", "start", start, 0);
  requireAbove("exponentialBuckets", "factor", factor, 1);
  if (!Number.isFinite(start * factor ** (count - 1))) {
    throw withCode(
      "NARTHEX_INVALID_ARGUMENT",
      new RangeError(
        `exponentialBuckets: ${count} bounds from ${start} by a factor of ${factor} exceed the largest number. Use fewer bounds or a smaller factor.`,
      ),
    );
  }
  return Array.from({ length: count }, (_, i) => rounded(start * factor ** i));
}

/**
 * Returns bounds that grow by a constant factor from a minimum to a maximum.
 *
 * @param min - the first bound, above 0
 * @param max - the last bound, above `min`
 * @param count - the number of bounds without `Infinity`, at least 2
 * @throws {RangeError} if an argument is out of range
 * @example
 * ```ts
 * exponentialBucketsRange(1, 100, 3); // [1, 10, 100]
 * ```
 */
export function exponentialBucketsRange(min: number, max: number, count: number): number[] {
  requireCount("exponentialBucketsRange", count, 2);
  requireAbove("exponentialBucketsRange", "min", min, 0);
  requireAbove("exponentialBucketsRange", "max", max, min);
  const factor = (max / min) ** (1 / (count - 1));
  return Array.from({ length: count }, (_, i) => (i === count - 1 ? max : rounded(min * factor ** i)));
}

/** Rounds off the error of binary arithmetic in the last digits, so that 0.1 * 3 is 0.3. */
function rounded(bound: number): number {
  return Number(bound.toPrecision(14));
}

function requireCount(name: string, count: unknown, least = 1): void {
  if (!Number.isInteger(count) || (count as number) < least || (count as number) > 10_000) {
    throw withCode(
      "NARTHEX_INVALID_ARGUMENT",
      new RangeError(`${name}: count must be an integer from ${least} to 10000, but was ${inspectValue(count)}.`),
    );
  }
}

function requireAbove(name: string, argument: string, value: unknown, limit: number): void {
  if (!Number.isFinite(value) || !((value as number) > limit)) {
    throw withCode(
      "NARTHEX_INVALID_ARGUMENT",
      new RangeError(`${name}: ${argument} must be a finite number above ${limit}, but was ${inspectValue(value)}.`),
    );
  }
}
