import type { Bucket, Exemplar } from "../../model/families/metric.js";

/**
 * Returns the classic buckets of one series with cumulative counts. The bound of the last one is `Infinity`.
 *
 * @param at - the index of the first value of the series in `values`
 * @param exemplars - the exemplars by bucket, if there are any
 * @internal
 */
export function cumulativeBuckets(
  bounds: readonly number[],
  values: Float64Array,
  at: number,
  exemplars: readonly (Exemplar | undefined)[] | undefined,
): Bucket[] {
  let count = 0;
  return [...bounds, Number.POSITIVE_INFINITY].map((upperBound, i) => {
    count += values[at + i] as number;
    const exemplar = exemplars?.[i];
    return { upperBound, count, ...(exemplar && { exemplar }) };
  });
}
