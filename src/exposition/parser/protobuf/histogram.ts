import type { Bucket, BucketSpan, HistogramMetric, NativeBuckets } from "../../../model/metric.js";
import type { HistogramMessage, SpanMessage } from "./client-model.js";
import { exemplarOf, type Refuse } from "./values.js";

const finestSchema = 8;
const coarsestSchema = -4;

/** The parts of a histogram that its message gives. */
export type Histogram = Pick<HistogramMetric, "count" | "sum" | "buckets" | "native">;

/** A histogram with its classic buckets, of which `+Inf` may be left out, and its native ones. */
export function histogramOf(message: HistogramMessage, refuse: Refuse): Histogram {
  const count = message.countFloat || (message.count ?? 0);
  if (!(count >= 0)) refuse("a histogram's count is not negative and not NaN");
  const native = isNative(message) ? nativeOf(message, count, refuse) : undefined;
  return { count, sum: message.sum ?? 0, buckets: bucketsOf(message, count, refuse), ...(native && { native }) };
}

function bucketsOf({ bucket }: HistogramMessage, total: number, refuse: Refuse): Bucket[] {
  const buckets: Bucket[] = [];
  for (const { upperBound = 0, exemplar, ...counts } of bucket) {
    const count = counts.countFloat || (counts.count ?? 0);
    const before = buckets.at(-1) ?? { upperBound: -Infinity, count: 0 };
    if (Number.isNaN(upperBound) || (upperBound <= before.upperBound && buckets.length > 0)) {
      refuse("buckets stand in increasing order of their upper bound");
    }
    if (!(count >= before.count)) refuse("buckets are cumulative: none is less than the one before");
    buckets.push({ upperBound, count, ...(exemplar && { exemplar: exemplarOf(exemplar, refuse) }) });
  }
  const last = buckets.at(-1);
  if (last?.upperBound !== Infinity) buckets.push({ upperBound: Infinity, count: total });
  else if (last.count !== total) refuse(`the bucket "+Inf" equals the count, which is ${total}`);
  if (last !== undefined && last.count > total) refuse(`no bucket holds more than the count, which is ${total}`);
  return buckets;
}

/** As Prometheus 3 tells them apart. */
function isNative({
  positiveSpan,
  negativeSpan,
  zeroThreshold = 0,
  zeroCount,
  zeroCountFloat,
}: HistogramMessage): boolean {
  return (
    positiveSpan.length > 0 ||
    negativeSpan.length > 0 ||
    zeroThreshold > 0 ||
    Boolean(zeroCount) ||
    Boolean(zeroCountFloat)
  );
}

function nativeOf(message: HistogramMessage, total: number, refuse: Refuse): NativeBuckets {
  const { schema = 0, zeroThreshold = 0 } = message;
  if (schema < coarsestSchema || schema > finestSchema)
    refuse(`a schema is from ${coarsestSchema} to ${finestSchema}, not ${schema}`);
  if (!(zeroThreshold >= 0)) refuse("a zero threshold is not negative and not NaN");
  const zeroCount = message.zeroCountFloat || (message.zeroCount ?? 0);
  const positiveCounts = countsOf(message.positiveSpan, message.positiveDelta, message.positiveCount, refuse);
  const negativeCounts = countsOf(message.negativeSpan, message.negativeDelta, message.negativeCount, refuse);
  const inBuckets = [...positiveCounts, ...negativeCounts].reduce((sum, each) => sum + each, zeroCount);
  if (!(inBuckets <= total)) refuse(`no more observations are in buckets (${inBuckets}) than are counted (${total})`);
  if (!message.countFloat && inBuckets < total && !Number.isNaN(message.sum))
    refuse(
      `only NaN is counted and in no bucket: ${inBuckets} of ${total} are in buckets, yet the sum is ${message.sum}`,
    );
  const exemplars = message.exemplars.map((exemplar) => exemplarOf(exemplar, refuse));
  if (exemplars.some(({ timestamp }) => Number.isNaN(timestamp)))
    refuse("a native histogram's exemplar has a timestamp");
  return {
    schema,
    zeroThreshold,
    zeroCount,
    positiveSpans: spansOf(message.positiveSpan, schema, refuse),
    positiveCounts,
    negativeSpans: spansOf(message.negativeSpan, schema, refuse),
    negativeCounts,
    exemplars,
  };
}

/** Spans; the one that only marks an empty histogram as native is left out. */
function spansOf(spans: readonly SpanMessage[], schema: number, refuse: Refuse): BucketSpan[] {
  const read = spans.map(({ offset = 0, length = 0 }) => ({ offset, length }));
  if (read.slice(1).some(({ offset }) => offset < 0)) refuse("the gap between two spans is not negative");
  const end = read.reduce((sum, { offset, length }) => sum + offset + length, 0);
  if (end > 2 ** (schema + 10) + 2) refuse("no bucket lies beyond that of infinity");
  return read.length === 1 && read[0]?.offset === 0 && read[0].length === 0 ? [] : read;
}

/** Absolute counts, from deltas or as they are in a histogram of floats. */
function countsOf(
  spans: readonly SpanMessage[],
  deltas: readonly number[],
  absolute: readonly number[],
  refuse: Refuse,
): readonly number[] {
  let count = 0;
  const counts = absolute.length > 0 ? absolute : deltas.map((delta) => (count += delta));
  const covered = spans.reduce((sum, { length = 0 }) => sum + length, 0);
  if (absolute.length > 0 && deltas.length > 0)
    refuse("buckets are given as deltas or as absolute counts, not as both");
  if (covered !== counts.length)
    refuse(`spans cover as many buckets as there are: ${covered} against ${counts.length}`);
  if (!counts.every((each) => each >= 0)) refuse("a native bucket's count is not negative and not NaN");
  return counts;
}
