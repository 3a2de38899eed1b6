import type { Bucket, HistogramMetric } from "../../../model/metric.js";
import { bucketSuffix, type TotalSuffixes } from "../../../model/metric-types.js";
import type { Point, Sample } from "../text/sample.js";
import { parseNumber } from "../text/scalars.js";

/** The parts of a histogram that its samples give. */
export type Histogram = Pick<HistogramMetric, "buckets" | "count" | "sum">;

/**
 * Puts a histogram together: buckets in increasing order and cumulative, `+Inf` last and equal to the count.
 *
 * @param point - its samples
 * @param totals - the suffixes of the sum and the count
 * @param openMetrics - whether OpenMetrics' further rules hold
 */
export function assembleHistogram(point: Point, totals: TotalSuffixes, openMetrics: boolean): Histogram {
  const [sum, count] = [totals.sum, totals.count].map((suffix) =>
    point.samples.find((sample) => sample.suffix === suffix),
  );
  const buckets = assembleBuckets(point, openMetrics);
  const last = buckets.at(-1);
  if (last?.upperBound !== Infinity) refuse(point, 'a histogram has a last bucket with le="+Inf"');
  if (count !== undefined && count.value !== last.count) {
    count.line.fail(`the count equals the bucket "+Inf", which is ${last.count}`, 0);
  }
  if (openMetrics) checkSum(point, buckets, sum, count);
  return { buckets, count: last.count, sum: sum?.value ?? NaN };
}

function assembleBuckets({ samples }: Point, openMetrics: boolean): Bucket[] {
  const buckets: Bucket[] = [];
  for (const sample of samples) {
    if (sample.suffix !== bucketSuffix) continue;
    const upperBound = readBound(sample, openMetrics);
    const { value, exemplar, line } = sample;
    const before = buckets.at(-1);
    if (before !== undefined && upperBound <= before.upperBound)
      line.fail('buckets stand in increasing order of "le"', 0);
    if (before !== undefined && !(value >= before.count))
      line.fail("buckets are cumulative: none is less than the one before", 0);
    const isWithin = exemplar === undefined || exemplar.value <= upperBound || upperBound === Infinity;
    if (!isWithin) line.fail("an exemplar's value lies within its bucket", 0);
    buckets.push({ upperBound, count: value, ...(exemplar && { exemplar }) });
  }
  return buckets;
}

function readBound({ member = "", line }: Sample, openMetrics: boolean): number {
  const bound = parseNumber(member);
  if (bound === undefined || Number.isNaN(bound)) return line.fail('a bucket\'s "le" is a number', 0);
  if (openMetrics && bound === Infinity && member !== "+Inf") line.fail('the last bucket is written as le="+Inf"', 0);
  return bound;
}

function checkSum(point: Point, buckets: readonly Bucket[], sum: Sample | undefined, count: Sample | undefined): void {
  if ((sum === undefined) !== (count === undefined))
    refuse(point, "a histogram has both a sum and a count, or neither");
  if (sum === undefined) return;
  const hasNegative = buckets.some(({ upperBound }) => upperBound < 0);
  if (sum.suffix === "_sum" && hasNegative) sum.line.fail("a histogram with negative buckets has no sum", 0);
  if (sum.value < 0 && !hasNegative) sum.line.fail("only a histogram with negative buckets has a negative sum", 0);
}

/** Refuses a point as a whole, at its last line. */
function refuse({ samples }: Point, rule: string): never {
  const last = samples.at(-1) as Sample;
  return last.line.fail(rule, 0);
}
