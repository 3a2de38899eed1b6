import { type EscapingScheme, escapeLabelName } from "../model/escaping-schemes.js";
import type {
  BucketSpan,
  CounterMetric,
  Exemplar,
  GaugeMetric,
  HistogramMetric,
  InfoMetric,
  Labels,
  MetricBase,
  MetricFamily,
  MetricType,
  NativeBuckets,
  StateSetMetric,
  SummaryMetric,
} from "../model/metric-family.js";
import { MessageWriter } from "./message-writer.js";
import { timestampOf } from "./protobuf-timestamp.js";

/** Field 4 of MetricFamily. */
const METRIC = 34;

/** One for all: a metric is written without a pause. */
const writer = new MessageWriter();

/**
 * Writes one metric of a family as the `metric` field of MetricFamily. A state set becomes one gauge for each state, an info a
 * gauge that is 1.
 *
 * @returns bytes that are those of the next metric once that is written
 */
export function encodeMetric(family: MetricFamily, metric: MetricBase, scheme: EscapingScheme): Uint8Array {
  const { type } = family;
  writer.begin();
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
  return writer.written();
}

function writeMetric(
  writer: MessageWriter,
  metric: MetricBase,
  scheme: EscapingScheme,
  added: readonly [name: string, value: string] | undefined,
  writeBody: () => void,
): void {
  writer.open(METRIC);
  writeLabels(writer, metric.labels, scheme);
  if (added !== undefined) writeLabel(writer, ...added);
  // A histogram is field 7, behind the timestamp; all other values come before it.
  const isHistogram = "buckets" in metric;
  if (!isHistogram) writeBody();
  if (metric.timestamp !== undefined) writer.integer(48, Math.round(metric.timestamp * 1000));
  if (isHistogram) writeBody();
  writer.close();
}

function writeTyped(writer: MessageWriter, type: MetricType, metric: MetricBase, scheme: EscapingScheme): void {
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
function writeValue(writer: MessageWriter, tag: number, value: number): void {
  writer.open(tag).double(9, canonical(value)).close();
}

function writeCounter(
  writer: MessageWriter,
  { value, exemplar, created }: CounterMetric,
  scheme: EscapingScheme,
): void {
  writer.open(26).double(9, canonical(value));
  if (exemplar !== undefined) writeExemplar(writer, 18, exemplar, scheme);
  if (created !== undefined) writeTimestamp(writer, 26, created);
  writer.close();
}

function writeSummary(writer: MessageWriter, { count, sum, quantiles, created }: SummaryMetric): void {
  writer.open(34).integer(8, count).double(17, canonical(sum));
  for (const { quantile, value } of quantiles) {
    writer.open(26).double(9, quantile).double(17, canonical(value)).close();
  }
  if (created !== undefined) writeTimestamp(writer, 34, created);
  writer.close();
}

function writeHistogram(writer: MessageWriter, metric: HistogramMetric, scheme: EscapingScheme): void {
  const { count, sum, buckets, native, created } = metric;
  writer.open(58).integer(8, count).double(17, canonical(sum));
  for (const bucket of buckets) {
    writer.open(26).integer(8, bucket.count).double(17, bucket.upperBound);
    if (bucket.exemplar !== undefined) writeExemplar(writer, 26, bucket.exemplar, scheme);
    writer.close();
  }
  if (native !== undefined) writeNative(writer, native);
  if (created !== undefined) writeTimestamp(writer, 122, created);
  for (const exemplar of native?.exemplars ?? []) writeExemplar(writer, 130, exemplar, scheme);
  writer.close();
}

/**
 * The sparse part: fields 5 to 13. Servers tell a native histogram by its spans or its zero bucket, so one without any bucket
 * gets a span that holds nothing.
 */
function writeNative(writer: MessageWriter, native: NativeBuckets): void {
  writer.zigzag(40, native.schema).double(49, native.zeroThreshold).integer(56, native.zeroCount);
  writeBuckets(writer, 74, 80, native.negativeSpans, native.negativeCounts);
  const isEmpty = native.negativeSpans.length === 0 && native.positiveSpans.length === 0;
  writeBuckets(writer, 98, 104, isEmpty ? [{ offset: 0, length: 0 }] : native.positiveSpans, native.positiveCounts);
}

/** Spans, then each bucket's count as the difference to the one before. */
function writeBuckets(
  writer: MessageWriter,
  spanTag: number,
  deltaTag: number,
  spans: readonly BucketSpan[],
  counts: readonly number[],
): void {
  for (const { offset, length } of spans) writer.open(spanTag).zigzag(8, offset).integer(16, length).close();
  counts.forEach((count, i) => {
    writer.zigzag(deltaTag, count - (counts[i - 1] ?? 0));
  });
}

/** Exemplar: labels, value, timestamp. */
function writeExemplar(
  writer: MessageWriter,
  tag: number,
  { labels, value, timestamp }: Exemplar,
  scheme: EscapingScheme,
): void {
  writer.open(tag);
  writeLabels(writer, labels, scheme);
  writer.double(17, canonical(value));
  writeTimestamp(writer, 26, timestamp);
  writer.close();
}

/** The `label` field of a Metric: field 1 of LabelPair is the name, field 2 the value. */
function writeLabels(writer: MessageWriter, labels: Labels, scheme: EscapingScheme): void {
  for (const [name, value] of Object.entries(labels)) writeLabel(writer, escapeLabelName(name, scheme), value);
}

/** One LabelPair. */
function writeLabel(writer: MessageWriter, name: string, value: string): void {
  writer.open(10).text(10, name).text(18, value.toWellFormed()).close();
}

/** A google.protobuf.Timestamp under a field's tag. */
function writeTimestamp(writer: MessageWriter, tag: number, seconds: number): void {
  const { whole, nanos } = timestampOf(seconds);
  writer.open(tag);
  if (whole !== 0) writer.integer(8, whole);
  if (nanos !== 0) writer.integer(16, nanos);
  writer.close();
}

/** One bit pattern for all NaN: Prometheus reads a certain other one as the end of a series. */
function canonical(value: number): number {
  return Number.isNaN(value) ? Number.NaN : value;
}
