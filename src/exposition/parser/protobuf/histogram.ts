import type {
  Bucket,
  BucketSpan,
  HistogramMetric,
  NativeBuckets,
  TimedExemplar,
} from "../../../model/families/metric.js";
import type { HistogramMessage, SpanMessage } from "./client-model.js";
import { exemplarOf, type Reject } from "./values.js";

const finestSchema = 8;
const coarsestSchema = -4;

/** The fields of a histogram that its message contains. */
export type Histogram = Pick<HistogramMetric, "count" | "sum" | "buckets" | "native">;

/** Converts a histogram with classic buckets, of which `+Inf` may be omitted, or native buckets, or both. */
export function histogramOf(message: HistogramMessage, reject: Reject): Histogram {
  const count = message.countFloat || (message.count ?? 0);
  if (!(count >= 0)) reject("the count of a histogram must not be negative or NaN");
  const native = isNative(message) ? nativeOf(message, count, reject) : undefined;
  return { count, sum: message.sum ?? 0, buckets: bucketsOf(message, count, reject), ...(native && { native }) };
}

function bucketsOf({ bucket }: HistogramMessage, total: number, reject: Reject): Bucket[] {
  const buckets: Bucket[] = [];
  for (const { upperBound = 0, exemplar, ...counts } of bucket) {
    const count = counts.countFloat || (counts.count ?? 0);
    const before = buckets.at(-1) ?? { upperBound: -Infinity, count: 0 };
    if (Number.isNaN(upperBound) || (upperBound <= before.upperBound && buckets.length > 0)) {
      reject("buckets must be in increasing order of their upper bounds");
    }
    if (!(count >= before.count)) reject("buckets must be cumulative: none may be less than the previous one");
    buckets.push({ upperBound, count, ...(exemplar && { exemplar: exemplarOf(exemplar, reject) }) });
  }
  const last = buckets.at(-1);
  if (last?.upperBound !== Infinity) buckets.push({ upperBound: Infinity, count: total });
  else if (last.count !== total) reject(`the bucket "+Inf" must equal the count, which is ${total}`);
  if (last !== undefined && last.count > total) reject(`no bucket may be greater than the count, which is ${total}`);
  return buckets;
}

/** Whether a histogram is native, by the rules of Prometheus 3. */
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

function nativeOf(message: HistogramMessage, total: number, reject: Reject): NativeBuckets {
  const { schema = 0, zeroThreshold = 0 } = message;
  if (schema < coarsestSchema || schema > finestSchema)
    reject(`a schema must be from ${coarsestSchema} to ${finestSchema}, not ${schema}`);
  if (!(zeroThreshold >= 0)) reject("a zero threshold must not be negative or NaN");
  const zeroCount = message.zeroCountFloat || (message.zeroCount ?? 0);
  const positiveCounts = countsOf(message.positiveSpan, message.positiveDelta, message.positiveCount, reject);
  const negativeCounts = countsOf(message.negativeSpan, message.negativeDelta, message.negativeCount, reject);
  const inBuckets = [...positiveCounts, ...negativeCounts].reduce((sum, each) => sum + each, zeroCount);
  if (!(inBuckets <= total))
    reject(`the buckets must not have more observations (${inBuckets}) than the count (${total})`);
  if (!message.countFloat && inBuckets < total && !Number.isNaN(message.sum))
    reject(
      `every observation other than NaN must be in a bucket: ${inBuckets} of ${total} are, and the sum is ${message.sum}`,
    );
  const exemplars = message.exemplars.map((exemplar): TimedExemplar => {
    const { timestamp = reject("an exemplar of a native histogram must have a timestamp"), ...others } = exemplarOf(
      exemplar,
      reject,
    );
    return { ...others, timestamp };
  });
  return {
    schema,
    zeroThreshold,
    zeroCount,
    positiveSpans: spansOf(message.positiveSpan, schema, reject),
    positiveCounts,
    negativeSpans: spansOf(message.negativeSpan, schema, reject),
    negativeCounts,
    exemplars,
  };
}

/** Converts spans. The span that only marks an empty histogram as native is omitted. */
function spansOf(spans: readonly SpanMessage[], schema: number, reject: Reject): BucketSpan[] {
  const read = spans.map(({ offset = 0, length = 0 }) => ({ offset, length }));
  if (read.slice(1).some(({ offset }) => offset < 0)) reject("the gap between two spans must not be negative");
  const end = read.reduce((sum, { offset, length }) => sum + offset + length, 0);
  if (end > 2 ** (schema + 10) + 2) reject("no bucket may follow the bucket of infinity");
  return read.length === 1 && read[0]?.offset === 0 && read[0].length === 0 ? [] : read;
}

/** Returns the absolute counts of buckets, which are deltas or, in a histogram of floats, absolute already. */
function countsOf(
  spans: readonly SpanMessage[],
  deltas: readonly number[],
  absolute: readonly number[],
  reject: Reject,
): readonly number[] {
  let count = 0;
  const counts = absolute.length > 0 ? absolute : deltas.map((delta) => (count += delta));
  const covered = spans.reduce((sum, { length = 0 }) => sum + length, 0);
  if (absolute.length > 0 && deltas.length > 0) reject("bucket counts must be either deltas or absolute");
  if (covered !== counts.length) reject(`spans must cover all buckets: they cover ${covered} of ${counts.length}`);
  if (!counts.every((each) => each >= 0)) reject("the count of a native bucket must not be negative or NaN");
  return counts;
}
