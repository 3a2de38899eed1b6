import { fileURLToPath } from "node:url";
import protobuf from "protobufjs";
import type {
  Exemplar,
  HistogramMetric,
  Labels,
  MetricBase,
  NativeBuckets,
} from "../../../src/model/families/metric.js";
import type { MetricFamily } from "../../../src/model/families/metric-family.js";
import { escaped, type Scheme, wellFormed } from "./names.js";
import { milliseconds, timestampMessage } from "./numbers.js";

const root = new protobuf.Root();
const resolve = root.resolvePath;
// protobufjs brings the well-known types itself.
root.resolvePath = (origin, target) => (target.startsWith("google/") ? target : resolve(origin, target));
root.loadSync(fileURLToPath(new URL("../../../proto/metrics.proto", import.meta.url)), { keepCase: true });
const MetricFamilyMessage = root.lookupType("io.prometheus.client.MetricFamily");

const types = {
  counter: 0,
  gauge: 1,
  info: 1,
  stateset: 1,
  summary: 2,
  unknown: 3,
  histogram: 4,
  gaugehistogram: 5,
} as const;

/** Writes families as delimited protobuf, field by field in the order of their numbers, through the schema. */
export function referenceProtobuf(families: readonly MetricFamily[], scheme: Scheme): Uint8Array {
  return Buffer.concat(
    families.map((family) => {
      const message = {
        name: wellFormed(escaped(family.name, scheme, "metric")),
        ...(family.help !== "" && { help: wellFormed(family.help) }),
        type: types[family.type],
        metric: metricsOf(family, scheme),
        ...(family.unit !== undefined && family.unit !== "" && { unit: family.unit }),
      };
      return MetricFamilyMessage.encodeDelimited(MetricFamilyMessage.create(message)).finish();
    }),
  );
}

function metricsOf(family: MetricFamily, scheme: Scheme): object[] {
  const label = (labels: Labels) =>
    Object.entries(labels).map(([name, value]) => ({
      name: wellFormed(escaped(name, scheme, "label")),
      value: wellFormed(value),
    }));
  const metric = (base: MetricBase, content: object, more: Labels = {}) => ({
    label: [...label(base.labels), ...label(more)],
    ...content,
    ...(base.timestamp !== undefined && { timestamp_ms: milliseconds(base.timestamp) }),
  });
  switch (family.type) {
    case "counter":
      return [...family.metrics].map((each) => {
        const exemplar = exemplarMessage(each.exemplar, label);
        return metric(each, { counter: { value: each.value, ...(exemplar && { exemplar }), ...createdOf(each) } });
      });
    case "gauge":
      return [...family.metrics].map((each) => metric(each, { gauge: { value: each.value } }));
    case "unknown":
      return [...family.metrics].map((each) => metric(each, { untyped: { value: each.value } }));
    case "info":
      return [...family.metrics].map((each) => metric(each, { gauge: { value: 1 } }, each.info));
    case "stateset":
      return [...family.metrics].flatMap((each) =>
        Object.entries(each.states).map(([state, holds]) =>
          metric(each, { gauge: { value: holds ? 1 : 0 } }, { [family.name]: state }),
        ),
      );
    case "summary":
      return [...family.metrics].map((each) => {
        const { count, sum, quantiles } = each;
        return metric(each, {
          summary: { sample_count: count, sample_sum: sum, quantile: [...quantiles], ...createdOf(each) },
        });
      });
    default:
      return [...family.metrics].map((each) => metric(each, { histogram: histogramMessage(each, label) }));
  }
}

type ToPairs = (labels: Labels) => object[];

function histogramMessage(metric: HistogramMetric, label: ToPairs): object {
  const { count, sum, buckets, native } = metric;
  const counts = [count, ...buckets.map((bucket) => bucket.count), ...(native ? nativeCounts(native) : [])];
  const isFloat = !counts.every(Number.isInteger);
  return {
    ...(isFloat ? { sample_count_float: count } : { sample_count: count }),
    sample_sum: sum,
    bucket: buckets.map((bucket) => {
      const exemplar = exemplarMessage(bucket.exemplar, label);
      return {
        ...(isFloat ? { cumulative_count_float: bucket.count } : { cumulative_count: bucket.count }),
        upper_bound: bucket.upperBound,
        ...(exemplar && { exemplar }),
      };
    }),
    ...(native && nativeMessage(native, isFloat, label)),
    ...createdOf(metric),
  };
}

function nativeMessage(native: NativeBuckets, isFloat: boolean, label: ToPairs): object {
  const { schema, zeroThreshold, zeroCount, positiveSpans, positiveCounts, negativeSpans, negativeCounts } = native;
  const isEmpty = positiveSpans.length === 0 && negativeSpans.length === 0;
  return {
    schema,
    zero_threshold: zeroThreshold,
    ...(isFloat ? { zero_count_float: zeroCount } : { zero_count: zeroCount }),
    negative_span: [...negativeSpans],
    ...(isFloat ? { negative_count: [...negativeCounts] } : { negative_delta: deltas(negativeCounts) }),
    // Without any span the message would not be seen to be a native histogram.
    positive_span: isEmpty ? [{ offset: 0, length: 0 }] : [...positiveSpans],
    ...(isFloat ? { positive_count: [...positiveCounts] } : { positive_delta: deltas(positiveCounts) }),
    exemplars: native.exemplars.flatMap((exemplar) => exemplarMessage(exemplar, label) ?? []),
  };
}

function nativeCounts({ zeroCount, positiveCounts, negativeCounts }: NativeBuckets): number[] {
  return [zeroCount, ...positiveCounts, ...negativeCounts];
}

function deltas(counts: readonly number[]): number[] {
  return counts.map((count, index) => count - (counts[index - 1] ?? 0));
}

function createdOf({ created }: { created?: number | undefined }): object {
  return created === undefined ? {} : { created_timestamp: timestampMessage(created) };
}

/** An exemplar, unless it is longer than Prometheus keeps. */
function exemplarMessage(exemplar: Exemplar | undefined, label: ToPairs): object | undefined {
  if (exemplar === undefined) return undefined;
  const { labels, value, timestamp } = exemplar;
  const length = Object.entries(labels)
    .flat()
    .reduce((sum, text) => sum + [...text].length, 0);
  if (length > 128) return undefined;
  return { label: label(labels), value, ...(timestamp !== undefined && { timestamp: timestampMessage(timestamp) }) };
}
