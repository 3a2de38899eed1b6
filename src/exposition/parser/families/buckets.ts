import type { Bucket, HistogramMetric } from "../../../model/families/metric.js";
import { bucketSuffix, type TotalSuffixes } from "../../../model/families/metric-types.js";
import type { Point, Sample } from "../text/sample.js";
import { parseNumber } from "../text/scalars.js";

/** The fields of a histogram that its samples contain. */
export type Histogram = Pick<HistogramMetric, "buckets" | "count" | "sum">;

/**
 * Builds a histogram. Its buckets must be cumulative and in increasing order, and the last one, `+Inf`, must equal the
 * count.
 *
 * @param point - the samples
 * @param totals - the suffixes of the sum and the count
 * @param openMetrics - whether the further rules of OpenMetrics apply
 */
export function assembleHistogram(point: Point, totals: TotalSuffixes, openMetrics: boolean): Histogram {
  const [sum, count] = [totals.sum, totals.count].map((suffix) =>
    point.samples.find((sample) => sample.suffix === suffix),
  );
  const buckets = assembleBuckets(point, openMetrics);
  const last = buckets.at(-1);
  if (last?.upperBound !== Infinity) rejectPoint(point, 'a histogram must have a last bucket with le="+Inf"');
  if (count !== undefined && count.value !== last.count) {
    count.line.fail(`the count must equal the bucket "+Inf", which is ${last.count}`, 0);
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
      line.fail('buckets must be in increasing order of "le"', 0);
    if (before !== undefined && !(value >= before.count))
      line.fail("buckets must be cumulative: none may be less than the previous one", 0);
    const isWithin = exemplar === undefined || exemplar.value <= upperBound || upperBound === Infinity;
    if (!isWithin) line.fail("the value of an exemplar must be within its bucket", 0);
    buckets.push({ upperBound, count: value, ...(exemplar && { exemplar }) });
  }
  return buckets;
}

function readBound({ member = "", line }: Sample, openMetrics: boolean): number {
  const bound = parseNumber(member);
  if (bound === undefined || Number.isNaN(bound)) return line.fail('the "le" of a bucket must be a number', 0);
  if (openMetrics && bound === Infinity && member !== "+Inf")
    line.fail('the last bucket must be written as le="+Inf"', 0);
  return bound;
}

function checkSum(point: Point, buckets: readonly Bucket[], sum: Sample | undefined, count: Sample | undefined): void {
  if ((sum === undefined) !== (count === undefined))
    rejectPoint(point, "a histogram must have both a sum and a count, or neither");
  if (sum === undefined) return;
  const hasNegative = buckets.some(({ upperBound }) => upperBound < 0);
  if (sum.suffix === "_sum" && hasNegative) sum.line.fail("a histogram with negative buckets must not have a sum", 0);
  if (sum.value < 0 && !hasNegative) sum.line.fail("only a histogram with negative buckets may have a negative sum", 0);
}

/** Rejects a whole point, at its last line. */
function rejectPoint({ samples }: Point, rule: string): never {
  const last = samples.at(-1) as Sample;
  return last.line.fail(rule, 0);
}
