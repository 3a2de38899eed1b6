import type { Bucket, Exemplar } from "../../model/metric.js";

/**
 * The classic buckets of one series, cumulative, the last one with the bound `Infinity`.
 *
 * @param at - where the series' numbers begin in `values`
 * @param exemplars - by bucket, where there are any
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
