// The encoder of single metrics uses the Writer of protobufjs, which computes the lengths of nested messages. Only
// metrics that the direct encoders do not cover are written with it: those with exemplars, native buckets or quantiles,
// and those of custom collectors.
import protobuf from "protobufjs/minimal.js";
import { type EscapingScheme, escapeLabelName } from "../../model/families/escaping-schemes.js";
import { isExemplarShort } from "../../model/families/exemplar-length.js";
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
} from "../../model/families/metric.js";
import type { MetricFamily, MetricType } from "../../model/families/metric-family.js";
import { canonicalNaN } from "../bytes/number-bytes.js";
import * as tags from "./tags.js";
import { timestampOf } from "./timestamp.js";

type Writer = protobuf.Writer;

/**
 * Encodes one metric of a family as the `metric` field of MetricFamily. A state set becomes one gauge per state, and an
 * info a gauge of 1.
 */
export function encodeMetric(family: MetricFamily, metric: MetricBase, scheme: EscapingScheme): Uint8Array {
  const { type } = family;
  const writer = protobuf.Writer.create();
  if (type === "stateset") {
    for (const [state, holds] of Object.entries((metric as StateSetMetric).states)) {
      writeMetric(writer, metric, scheme, [escapeLabelName(family.name, scheme), state], () =>
        writeGauge(writer, holds ? 1 : 0),
      );
    }
  } else if (type === "info") {
    const labels: Labels = { ...metric.labels, ...(metric as InfoMetric).info };
    writeMetric(writer, { ...metric, labels }, scheme, undefined, () => writeGauge(writer, 1));
  } else {
    writeMetric(writer, metric, scheme, undefined, () => writeTyped(writer, type, metric, scheme));
  }
  return writer.finish();
}

function writeMetric(
  writer: Writer,
  metric: MetricBase,
  scheme: EscapingScheme,
  stateLabel: readonly [name: string, value: string] | undefined,
  writeBody: () => void,
): void {
  writer.uint32(tags.METRIC_FAMILY_METRIC).fork();
  writeLabels(writer, tags.METRIC_LABEL, metric.labels, scheme);
  if (stateLabel !== undefined) writeLabel(writer, tags.METRIC_LABEL, ...stateLabel);
  // Fields are in the order of their numbers: the timestamp is before a histogram and after all other values.
  const isHistogram = "buckets" in metric;
  if (!isHistogram) writeBody();
  if (metric.timestamp !== undefined)
    writer.uint32(tags.METRIC_TIMESTAMP_MS).int64(Math.round(metric.timestamp * 1000));
  if (isHistogram) writeBody();
  writer.ldelim();
}

function writeTyped(writer: Writer, type: MetricType, metric: MetricBase, scheme: EscapingScheme): void {
  switch (type) {
    case "counter":
      writeCounter(writer, metric as CounterMetric, scheme);
      break;
    case "gauge":
      writeGauge(writer, (metric as GaugeMetric).value);
      break;
    case "unknown":
      writer.uint32(tags.METRIC_UNTYPED).fork();
      writeDouble(writer, tags.UNTYPED_VALUE, (metric as GaugeMetric).value);
      writer.ldelim();
      break;
    case "summary":
      writeSummary(writer, metric as SummaryMetric);
      break;
    default:
      writeHistogram(writer, metric as HistogramMetric, scheme);
  }
}

function writeGauge(writer: Writer, value: number): void {
  writer.uint32(tags.METRIC_GAUGE).fork();
  writeDouble(writer, tags.GAUGE_VALUE, value);
  writer.ldelim();
}

function writeCounter(writer: Writer, { value, exemplar, created }: CounterMetric, scheme: EscapingScheme): void {
  writer.uint32(tags.METRIC_COUNTER).fork();
  writeDouble(writer, tags.COUNTER_VALUE, value);
  if (exemplar !== undefined) writeExemplar(writer, tags.COUNTER_EXEMPLAR, exemplar, scheme);
  if (created !== undefined) writeTime(writer, tags.COUNTER_CREATED_TIMESTAMP, created);
  writer.ldelim();
}

function writeSummary(writer: Writer, { count, sum, quantiles, created }: SummaryMetric): void {
  writer.uint32(tags.METRIC_SUMMARY).fork().uint32(tags.SUMMARY_SAMPLE_COUNT).uint64(count);
  writeDouble(writer, tags.SUMMARY_SAMPLE_SUM, sum);
  for (const { quantile, value } of quantiles) {
    writer.uint32(tags.SUMMARY_QUANTILE).fork().uint32(tags.QUANTILE_QUANTILE).double(quantile);
    writeDouble(writer, tags.QUANTILE_VALUE, value);
    writer.ldelim();
  }
  if (created !== undefined) writeTime(writer, tags.SUMMARY_CREATED_TIMESTAMP, created);
  writer.ldelim();
}

function writeHistogram(writer: Writer, metric: HistogramMetric, scheme: EscapingScheme): void {
  const { count, sum, buckets, native, created } = metric;
  writer.uint32(tags.METRIC_HISTOGRAM).fork().uint32(tags.HISTOGRAM_SAMPLE_COUNT).uint64(count);
  writeDouble(writer, tags.HISTOGRAM_SAMPLE_SUM, sum);
  for (const bucket of buckets) {
    writer.uint32(tags.HISTOGRAM_BUCKET).fork().uint32(tags.BUCKET_CUMULATIVE_COUNT).uint64(bucket.count);
    writer.uint32(tags.BUCKET_UPPER_BOUND).double(bucket.upperBound);
    if (bucket.exemplar !== undefined) writeExemplar(writer, tags.BUCKET_EXEMPLAR, bucket.exemplar, scheme);
    writer.ldelim();
  }
  if (native !== undefined) writeNative(writer, native);
  if (created !== undefined) writeTime(writer, tags.HISTOGRAM_CREATED_TIMESTAMP, created);
  for (const exemplar of native?.exemplars ?? []) writeExemplar(writer, tags.HISTOGRAM_EXEMPLARS, exemplar, scheme);
  writer.ldelim();
}

/**
 * Writes the native buckets. Servers recognize a native histogram by its spans or its zero bucket, so one without any
 * bucket has an empty span.
 */
function writeNative(writer: Writer, native: NativeBuckets): void {
  const { positiveSpans, positiveCounts, negativeSpans, negativeCounts } = native;
  writer.uint32(tags.HISTOGRAM_SCHEMA).sint32(native.schema);
  writer.uint32(tags.HISTOGRAM_ZERO_THRESHOLD).double(native.zeroThreshold);
  writer.uint32(tags.HISTOGRAM_ZERO_COUNT).uint64(native.zeroCount);
  writeSpans(writer, tags.HISTOGRAM_NEGATIVE_SPAN, negativeSpans);
  writeDeltas(writer, tags.HISTOGRAM_NEGATIVE_DELTA, negativeCounts);
  const isEmpty = negativeSpans.length === 0 && positiveSpans.length === 0;
  writeSpans(writer, tags.HISTOGRAM_POSITIVE_SPAN, isEmpty ? [{ offset: 0, length: 0 }] : positiveSpans);
  writeDeltas(writer, tags.HISTOGRAM_POSITIVE_DELTA, positiveCounts);
}

function writeSpans(writer: Writer, tag: number, spans: readonly BucketSpan[]): void {
  for (const { offset, length } of spans) {
    writer.uint32(tag).fork().uint32(tags.BUCKET_SPAN_OFFSET).sint32(offset);
    writer.uint32(tags.BUCKET_SPAN_LENGTH).uint32(length).ldelim();
  }
}

/** Writes the count of each bucket as the difference from the previous one. */
function writeDeltas(writer: Writer, tag: number, counts: readonly number[]): void {
  counts.forEach((count, i) => {
    writer.uint32(tag).sint64(count - (counts[i - 1] ?? 0));
  });
}

function writeExemplar(
  writer: Writer,
  tag: number,
  { labels, value, timestamp }: Exemplar,
  scheme: EscapingScheme,
): void {
  if (!isExemplarShort(labels)) return;
  writer.uint32(tag).fork();
  writeLabels(writer, tags.EXEMPLAR_LABEL, labels, scheme);
  writeDouble(writer, tags.EXEMPLAR_VALUE, value);
  if (timestamp !== undefined) writeTime(writer, tags.EXEMPLAR_TIMESTAMP, timestamp);
  writer.ldelim();
}

function writeLabels(writer: Writer, tag: number, labels: Labels, scheme: EscapingScheme): void {
  for (const [name, value] of Object.entries(labels)) writeLabel(writer, tag, escapeLabelName(name, scheme), value);
}

/** Writes one LabelPair. protobufjs would write a lone surrogate as invalid UTF-8. */
function writeLabel(writer: Writer, tag: number, name: string, value: string): void {
  writer.uint32(tag).fork().uint32(tags.LABEL_PAIR_NAME).string(name);
  writer.uint32(tags.LABEL_PAIR_VALUE).string(value.toWellFormed()).ldelim();
}

function writeDouble(writer: Writer, tag: number, value: number): void {
  writer.uint32(tag).double(canonicalNaN(value));
}

/** Writes a timestamp, which in a custom collector may be before the Unix epoch. */
function writeTime(writer: Writer, tag: number, seconds: number): void {
  const { whole, nanos } = timestampOf(seconds);
  writer.uint32(tag).fork();
  if (whole !== 0) writer.uint32(tags.TIMESTAMP_SECONDS).int64(whole);
  if (nanos !== 0) writer.uint32(tags.TIMESTAMP_NANOS).int32(nanos);
  writer.ldelim();
}
