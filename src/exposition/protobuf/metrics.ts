import protobuf from "protobufjs/minimal.js";
import { type EscapingScheme, escapeLabelName } from "../../model/escaping-schemes.js";
import type {
  BucketSpan,
  CounterMetric,
  Exemplar,
  GaugeMetric,
  HistogramMetric,
  InfoMetric,
  Labels,
  MetricBase,
  NativeBuckets,
  StateSetMetric,
  SummaryMetric,
} from "../../model/metric.js";
import type { MetricFamily, MetricType } from "../../model/metric-family.js";
import { timestampOf } from "./timestamp.js";

type Writer = protobuf.Writer;

/** Field 4 of MetricFamily. */
const METRIC = 34;

/**
 * Writes one metric of a family as the `metric` field of MetricFamily. A state set becomes one gauge for each state, an info a
 * gauge that is 1.
 */
export function encodeMetric(family: MetricFamily, metric: MetricBase, scheme: EscapingScheme): Uint8Array {
  const { type } = family;
  const writer = protobuf.Writer.create();
  if (type === "stateset") {
    for (const [state, holds] of Object.entries((metric as StateSetMetric).states)) {
      writeMetric(writer, metric, scheme, [escapeLabelName(family.name, scheme), state], () =>
        writeValue(writer, 18, holds ? 1 : 0),
      );
    }
  } else if (type === "info") {
    const labels: Labels = { ...metric.labels, ...(metric as InfoMetric).info };
    writeMetric(writer, { ...metric, labels }, scheme, undefined, () => writeValue(writer, 18, 1));
  } else {
    writeMetric(writer, metric, scheme, undefined, () => writeTyped(writer, type, metric, scheme));
  }
  return writer.finish();
}

function writeMetric(
  writer: Writer,
  metric: MetricBase,
  scheme: EscapingScheme,
  added: readonly [name: string, value: string] | undefined,
  writeBody: () => void,
): void {
  writer.uint32(METRIC).fork();
  writeLabels(writer, metric.labels, scheme);
  if (added !== undefined) writeLabel(writer, ...added);
  // A histogram is field 7, behind the timestamp; all other values come before it.
  const isHistogram = "buckets" in metric;
  if (!isHistogram) writeBody();
  if (metric.timestamp !== undefined) writer.uint32(48).int64(Math.round(metric.timestamp * 1000));
  if (isHistogram) writeBody();
  writer.ldelim();
}

function writeTyped(writer: Writer, type: MetricType, metric: MetricBase, scheme: EscapingScheme): void {
  switch (type) {
    case "counter":
      writeCounter(writer, metric as CounterMetric, scheme);
      break;
    case "gauge":
      writeValue(writer, 18, (metric as GaugeMetric).value);
      break;
    case "unknown":
      writeValue(writer, 42, (metric as GaugeMetric).value);
      break;
    case "summary":
      writeSummary(writer, metric as SummaryMetric);
      break;
    default:
      writeHistogram(writer, metric as HistogramMetric, scheme);
  }
}

/** Gauge, Untyped: field 1 is the value. */
function writeValue(writer: Writer, tag: number, value: number): void {
  writer.uint32(tag).fork().uint32(9).double(canonical(value)).ldelim();
}

function writeCounter(writer: Writer, { value, exemplar, created }: CounterMetric, scheme: EscapingScheme): void {
  writer.uint32(26).fork().uint32(9).double(canonical(value));
  if (exemplar !== undefined) writeExemplar(writer, 18, exemplar, scheme);
  if (created !== undefined) writeTimestamp(writer, 26, created);
  writer.ldelim();
}

function writeSummary(writer: Writer, { count, sum, quantiles, created }: SummaryMetric): void {
  writer.uint32(34).fork().uint32(8).uint64(count).uint32(17).double(canonical(sum));
  for (const { quantile, value } of quantiles) {
    writer.uint32(26).fork().uint32(9).double(quantile).uint32(17).double(canonical(value)).ldelim();
  }
  if (created !== undefined) writeTimestamp(writer, 34, created);
  writer.ldelim();
}

function writeHistogram(writer: Writer, metric: HistogramMetric, scheme: EscapingScheme): void {
  const { count, sum, buckets, native, created } = metric;
  writer.uint32(58).fork().uint32(8).uint64(count).uint32(17).double(canonical(sum));
  for (const bucket of buckets) {
    writer.uint32(26).fork().uint32(8).uint64(bucket.count).uint32(17).double(bucket.upperBound);
    if (bucket.exemplar !== undefined) writeExemplar(writer, 26, bucket.exemplar, scheme);
    writer.ldelim();
  }
  if (native !== undefined) writeNative(writer, native);
  if (created !== undefined) writeTimestamp(writer, 122, created);
  for (const exemplar of native?.exemplars ?? []) writeExemplar(writer, 130, exemplar, scheme);
  writer.ldelim();
}

/**
 * The sparse part: fields 5 to 13. Servers tell a native histogram by its spans or its zero bucket, so one without any bucket
 * gets a span that holds nothing.
 */
function writeNative(writer: Writer, native: NativeBuckets): void {
  writer.uint32(40).sint32(native.schema).uint32(49).double(native.zeroThreshold).uint32(56).uint64(native.zeroCount);
  writeBuckets(writer, 74, 80, native.negativeSpans, native.negativeCounts);
  const isEmpty = native.negativeSpans.length === 0 && native.positiveSpans.length === 0;
  writeBuckets(writer, 98, 104, isEmpty ? [{ offset: 0, length: 0 }] : native.positiveSpans, native.positiveCounts);
}

/** Spans, then each bucket's count as the difference to the one before. */
function writeBuckets(
  writer: Writer,
  spanTag: number,
  deltaTag: number,
  spans: readonly BucketSpan[],
  counts: readonly number[],
): void {
  for (const { offset, length } of spans)
    writer.uint32(spanTag).fork().uint32(8).sint32(offset).uint32(16).uint32(length).ldelim();
  counts.forEach((count, i) => {
    writer.uint32(deltaTag).sint64(count - (counts[i - 1] ?? 0));
  });
}

/** Exemplar: labels, value, timestamp. */
function writeExemplar(
  writer: Writer,
  tag: number,
  { labels, value, timestamp }: Exemplar,
  scheme: EscapingScheme,
): void {
  writer.uint32(tag).fork();
  writeLabels(writer, labels, scheme);
  writer.uint32(17).double(canonical(value));
  writeTimestamp(writer, 26, timestamp);
  writer.ldelim();
}

/** The `label` field of a Metric: field 1 of LabelPair is the name, field 2 the value. */
function writeLabels(writer: Writer, labels: Labels, scheme: EscapingScheme): void {
  for (const [name, value] of Object.entries(labels)) writeLabel(writer, escapeLabelName(name, scheme), value);
}

/** One LabelPair; protobufjs would write half a surrogate pair as it is, which is not UTF-8. */
function writeLabel(writer: Writer, name: string, value: string): void {
  writer.uint32(10).fork().uint32(10).string(name).uint32(18).string(value.toWellFormed()).ldelim();
}

/** A google.protobuf.Timestamp under a field's tag. */
function writeTimestamp(writer: Writer, tag: number, seconds: number): void {
  const { whole, nanos } = timestampOf(seconds);
  writer.uint32(tag).fork();
  if (whole !== 0) writer.uint32(8).int64(whole);
  if (nanos !== 0) writer.uint32(16).int32(nanos);
  writer.ldelim();
}

/** One bit pattern for all NaN: Prometheus reads a certain other one as the end of a series. */
function canonical(value: number): number {
  return Number.isNaN(value) ? Number.NaN : value;
}
