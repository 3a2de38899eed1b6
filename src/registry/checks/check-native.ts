import type { BucketSpan, NativeBuckets } from "../../model/families/metric.js";
import { inspectValue } from "../../validation/errors.js";
import { checkExemplar } from "./check-exemplar.js";

/**
 * Returns a sentence about the problem that makes the native buckets of a custom histogram invalid, or `undefined`.
 *
 * @param count - the number of observations of the histogram
 * @internal
 */
export function checkNative(native: NativeBuckets, count: number): string | undefined {
  const { schema, zeroThreshold, zeroCount, exemplars } = native ?? {};
  if (!Number.isInteger(schema) || schema < -4 || schema > 8)
    return mustBe("schema", "an integer from -4 to 8", schema);
  if (!(typeof zeroThreshold === "number" && zeroThreshold >= 0))
    return mustBe("zeroThreshold", "a number of at least 0", zeroThreshold);
  if (!isCount(zeroCount)) return mustBe("zeroCount", "a whole number of at least 0", zeroCount);
  let inBuckets = zeroCount;
  for (const sign of ["positive", "negative"] as const) {
    const [spans, counts] = [native[`${sign}Spans`], native[`${sign}Counts`]];
    if (!Array.isArray(spans) || !spans.every(isSpan))
      return mustBe(`${sign}Spans`, "a list of { offset, length } in whole numbers, without negative gaps", spans);
    if (!Array.isArray(counts) || !counts.every(isCount))
      return mustBe(`${sign}Counts`, "a list of whole numbers of at least 0", counts);
    const covered = spans.reduce((sum, { length }) => sum + length, 0);
    if (covered !== counts.length)
      return `native.${sign}Spans must cover the buckets of ${sign}Counts, but covers ${covered} of ${counts.length}.`;
    inBuckets = counts.reduce((sum, each) => sum + each, inBuckets);
  }
  if (inBuckets > count) return `native must not have more observations (${inBuckets}) than count (${count}).`;
  if (!Array.isArray(exemplars)) return mustBe("exemplars", "a list, which may be empty", exemplars);
  for (const exemplar of exemplars) {
    const problem = checkExemplar("native.exemplars", exemplar, true);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

function isSpan(span: BucketSpan, index: number): boolean {
  const { offset, length } = span ?? {};
  return Number.isInteger(offset) && (index === 0 || offset >= 0) && isCount(length);
}

function isCount(value: unknown): boolean {
  return Number.isInteger(value) && (value as number) >= 0;
}

function mustBe(field: string, rule: string, value: unknown): string {
  return `native.${field} must be ${rule}, but was ${inspectValue(value)}.`;
}
