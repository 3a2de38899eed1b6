import type { MetricType } from "../../../src/model/families/metric-family.js";
import {
  type JudgedExemplar,
  type JudgedFamily,
  type JudgedLabels,
  type JudgedNative,
  type JudgedSample,
  type JudgedSpan,
  judgedLabels,
  withNumber,
} from "./normal-form.js";
import { type TextMessage, textNumber } from "./text-format.js";

const types: Readonly<Record<string, MetricType>> = {
  COUNTER: "counter",
  GAUGE: "gauge",
  SUMMARY: "summary",
  UNTYPED: "unknown",
  HISTOGRAM: "histogram",
  GAUGE_HISTOGRAM: "gaugehistogram",
};

/** The payload that a metric of each type carries. */
const payloads: Readonly<Partial<Record<MetricType, string>>> = {
  counter: "counter",
  gauge: "gauge",
  summary: "summary",
  unknown: "untyped",
  histogram: "histogram",
  gaugehistogram: "histogram",
};

/**
 * Returns the normal form of a decoded MetricFamily message. Histograms and summaries become samples as in text.
 *
 * @throws {Error} if the family has no known type, or a metric has the payload of another type
 */
export function judgedMessage(message: TextMessage): JudgedFamily {
  const name = message.scalar("name") ?? "";
  const type = types[message.scalar("type") ?? "COUNTER"];
  if (type === undefined) throw new Error(`${name} has an unknown type: ${message.scalar("type")}`);
  const unit = message.scalar("unit");
  const read = message.messages("metric").map((metric) => judgedMetric(name, type, metric));
  return {
    name,
    type,
    help: message.scalar("help") ?? "",
    ...(unit !== undefined && { unit }),
    samples: read.flatMap(({ samples }) => samples),
    created: read.flatMap(({ created }) => created),
    natives: read.flatMap(({ natives }) => natives),
  };
}

function judgedMetric(
  name: string,
  type: MetricType,
  metric: TextMessage,
): Pick<JudgedFamily, "samples" | "created" | "natives"> {
  const payload = metric.message(payloads[type] ?? "");
  if (payload === undefined)
    throw new Error(`${name} is a ${type}, but a metric of it has ${metric.fields.join(", ")}`);
  const labels = labelsOf(metric);
  const milliseconds = metric.number("timestamp_ms");
  const stamp = milliseconds === 0 ? {} : { timestamp: milliseconds };
  const started = payload.message("created_timestamp");
  const base = type === "counter" ? name.replace(/_total$/, "") : name;
  return {
    samples: samplesOfPayload(name, type, labels, payload).map((sample) => ({ ...sample, ...stamp })),
    created: started === undefined ? [] : [{ name: `${base}_created`, labels, value: millisecondsOf(started) }],
    natives: payload.scalar("schema") === undefined ? [] : [nativeOf(labels, payload)],
  };
}

function samplesOfPayload(name: string, type: MetricType, labels: JudgedLabels, payload: TextMessage): JudgedSample[] {
  if (type === "summary") {
    const quantiles = payload.messages("quantile").map((quantile) => ({
      name,
      labels: withNumber(labels, "quantile", quantile.number("quantile")),
      value: quantile.number("value"),
    }));
    return [...quantiles, ...countAndSum(name, labels, payload.number("sample_count"), payload)];
  }
  if (payloads[type] === "histogram") {
    const count = numberOrFloat(payload, "sample_count");
    const buckets = payload.messages("bucket").map((bucket) => bucketSample(name, labels, bucket));
    const hasInfinity = payload.messages("bucket").some((bucket) => bucket.number("upper_bound") === Infinity);
    const infinity = { name: `${name}_bucket`, labels: withNumber(labels, "le", Infinity), value: count };
    return [...buckets, ...(hasInfinity ? [] : [infinity]), ...countAndSum(name, labels, count, payload)];
  }
  const exemplar = payload.message("exemplar");
  return [
    { name, labels, value: payload.number("value"), ...(exemplar !== undefined && { exemplar: exemplarOf(exemplar) }) },
  ];
}

function bucketSample(name: string, labels: JudgedLabels, bucket: TextMessage): JudgedSample {
  const exemplar = bucket.message("exemplar");
  return {
    name: `${name}_bucket`,
    labels: withNumber(labels, "le", bucket.number("upper_bound")),
    value: numberOrFloat(bucket, "cumulative_count"),
    ...(exemplar !== undefined && { exemplar: exemplarOf(exemplar) }),
  };
}

function countAndSum(name: string, labels: JudgedLabels, count: number, payload: TextMessage): JudgedSample[] {
  return [
    { name: `${name}_count`, labels, value: count },
    { name: `${name}_sum`, labels, value: payload.number("sample_sum") },
  ];
}

/** Returns a count of a histogram: the integer field, or its `_float` counterpart if the count is fractional. */
function numberOrFloat(message: TextMessage, field: string): number {
  return message.scalar(`${field}_float`) === undefined ? message.number(field) : message.number(`${field}_float`);
}

function nativeOf(labels: JudgedLabels, payload: TextMessage): JudgedNative {
  return {
    labels,
    count: numberOrFloat(payload, "sample_count"),
    sum: payload.number("sample_sum"),
    schema: payload.number("schema"),
    zeroThreshold: payload.number("zero_threshold"),
    zeroCount: numberOrFloat(payload, "zero_count"),
    positiveSpans: payload.messages("positive_span").map(spanOf),
    positiveDeltas: payload.scalars("positive_delta").map(textNumber),
    negativeSpans: payload.messages("negative_span").map(spanOf),
    negativeDeltas: payload.scalars("negative_delta").map(textNumber),
    exemplars: payload.messages("exemplars").map(exemplarOf),
  };
}

function spanOf(span: TextMessage): JudgedSpan {
  return { offset: span.number("offset"), length: span.number("length") };
}

function exemplarOf(exemplar: TextMessage): JudgedExemplar {
  const stamped = exemplar.message("timestamp");
  return {
    labels: labelsOf(exemplar),
    value: exemplar.number("value"),
    ...(stamped !== undefined && { timestamp: millisecondsOf(stamped) }),
  };
}

function labelsOf(message: TextMessage): JudgedLabels {
  return judgedLabels(
    message.messages("label").map((label) => [label.scalar("name") ?? "", label.scalar("value") ?? ""] as const),
  );
}

function millisecondsOf(stamp: TextMessage): number {
  return stamp.number("seconds") * 1000 + stamp.number("nanos") / 1e6;
}
