import type { Exemplar, HistogramMetric, NativeBuckets, SummaryMetric } from "../../../src/model/families/metric.js";
import type { MetricFamily, MetricOf } from "../../../src/model/families/metric-family.js";
import {
  type JudgedExemplar,
  type JudgedFamily,
  type JudgedLabels,
  type JudgedNative,
  type JudgedSample,
  judgedLabels,
  withNumber,
} from "./normal-form.js";

type Metric = MetricOf[keyof MetricOf];

/** Returns the normal form of a family of the library's model, as a gather or its parser returns it. */
export function judgedModel(family: MetricFamily): JudgedFamily {
  const { name, type, help, unit } = family;
  const metrics: readonly Metric[] = [...family.metrics];
  const base = type === "counter" ? name.replace(/_total$/, "") : name;
  return {
    name,
    type,
    help: help.toWellFormed(),
    ...(unit !== undefined && { unit }),
    samples: metrics.flatMap((metric) => stamped(metric, samplesOfMetric(name, metric))),
    created: metrics.flatMap((metric) => createdOf(base, metric)),
    natives: metrics.flatMap((metric) =>
      "native" in metric && metric.native ? [nativeOf(metric, metric.native)] : [],
    ),
  };
}

function samplesOfMetric(name: string, metric: Metric): JudgedSample[] {
  const labels = judgedLabels(metric.labels);
  if ("info" in metric) return [{ name, labels: judgedLabels({ ...metric.labels, ...metric.info }), value: 1 }];
  if ("states" in metric) {
    return Object.entries(metric.states).map(([state, holds]) => ({
      name,
      labels: judgedLabels([...labels, [name, state]]),
      value: holds ? 1 : 0,
    }));
  }
  if ("buckets" in metric) {
    const buckets = metric.buckets.map(({ upperBound, count, exemplar }) => ({
      name: `${name}_bucket`,
      labels: withNumber(labels, "le", upperBound),
      value: count,
      ...exemplarOf(exemplar),
    }));
    return [...buckets, ...countAndSum(name, labels, metric)];
  }
  if ("quantiles" in metric) {
    const quantiles = metric.quantiles.map(({ quantile, value }) => ({
      name,
      labels: withNumber(labels, "quantile", quantile),
      value,
    }));
    return [...quantiles, ...countAndSum(name, labels, metric)];
  }
  return [{ name, labels, value: metric.value, ...("exemplar" in metric && exemplarOf(metric.exemplar)) }];
}

function countAndSum(name: string, labels: JudgedLabels, metric: HistogramMetric | SummaryMetric): JudgedSample[] {
  return [
    { name: `${name}_count`, labels, value: metric.count },
    { name: `${name}_sum`, labels, value: metric.sum },
  ];
}

function stamped({ timestamp }: Metric, samples: readonly JudgedSample[]): readonly JudgedSample[] {
  return timestamp === undefined ? samples : samples.map((sample) => ({ ...sample, timestamp: timestamp * 1000 }));
}

function createdOf(base: string, metric: Metric): JudgedSample[] {
  if (!("created" in metric) || metric.created === undefined) return [];
  return [{ name: `${base}_created`, labels: judgedLabels(metric.labels), value: metric.created * 1000 }];
}

function exemplarOf(exemplar: Exemplar | undefined): { exemplar?: JudgedExemplar } {
  return exemplar === undefined ? {} : { exemplar: judgedExemplar(exemplar) };
}

function judgedExemplar({ labels, value, timestamp }: Exemplar): JudgedExemplar {
  return { labels: judgedLabels(labels), value, ...(timestamp !== undefined && { timestamp: timestamp * 1000 }) };
}

function nativeOf(metric: HistogramMetric, native: NativeBuckets): JudgedNative {
  return {
    labels: judgedLabels(metric.labels),
    count: metric.count,
    sum: metric.sum,
    schema: native.schema,
    zeroThreshold: native.zeroThreshold,
    zeroCount: native.zeroCount,
    positiveSpans: native.positiveSpans,
    positiveDeltas: deltasOf(native.positiveCounts),
    negativeSpans: native.negativeSpans,
    negativeDeltas: deltasOf(native.negativeCounts),
    exemplars: native.exemplars.map(judgedExemplar),
  };
}

function deltasOf(counts: readonly number[]): number[] {
  return counts.map((count, index) => count - (counts[index - 1] ?? 0));
}
