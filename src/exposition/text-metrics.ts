import type { EscapingScheme } from "../model/escaping-schemes.js";
import type {
  CounterMetric,
  Exemplar,
  GaugeMetric,
  HistogramMetric,
  InfoMetric,
  MetricBase,
  MetricFamily,
  StateSetMetric,
  SummaryMetric,
} from "../model/metric-family.js";
import type { ByteWriter } from "./byte-writer.js";
import { formatValue } from "./number.js";
import type { TextDialect } from "./text-dialect.js";
import { writtenLabels } from "./text-labels.js";
import {
  bucketLine,
  createdSuffix,
  exemplarEnd,
  hasCreated,
  type Line,
  lineStart,
  quantileLine,
  stateLine,
  valueLine,
} from "./text-lines.js";

/** How a text format is to be written. */
export interface TextOptions {
  /** Which text format. */
  readonly dialect: TextDialect;
  /** What becomes of names outside of the legacy character set. */
  readonly scheme: EscapingScheme;
  /** Whether to write `_created` samples where the format has them. */
  readonly created: boolean;
}

/** One sample of a metric. */
interface Sample {
  readonly line: Line;
  readonly value: number;
  readonly exemplar?: Exemplar | undefined;
}

/** Writes one metric of a family that is not live. */
export function writeMetric(
  writer: ByteWriter,
  family: MetricFamily,
  name: string,
  metric: MetricBase,
  options: TextOptions,
): void {
  const { dialect, scheme } = options;
  const labels = writtenLabels(metric.labels, scheme);
  const time = metric.timestamp === undefined ? "" : ` ${dialect.timestamp(metric.timestamp)}`;
  for (const { line, value, exemplar } of samplesOf(family, metric, options)) {
    writer.text(`${lineStart(name, line, labels)}${formatValue(value)}${time}${exemplarEnd(exemplar, dialect)}\n`);
  }
}

function* samplesOf(
  family: MetricFamily,
  metric: MetricBase,
  { dialect, scheme, created }: TextOptions,
): Generator<Sample> {
  switch (family.type) {
    case "counter":
      yield { line: valueLine, value: (metric as CounterMetric).value, exemplar: (metric as CounterMetric).exemplar };
      break;
    case "gauge":
    case "unknown":
      yield { line: valueLine, value: (metric as GaugeMetric).value };
      break;
    case "info":
      yield { line: { suffix: "", extra: writtenLabels((metric as InfoMetric).info, scheme) }, value: 1 };
      break;
    case "stateset":
      for (const [state, holds] of Object.entries((metric as StateSetMetric).states)) {
        yield { line: stateLine(family.name, state, scheme), value: holds ? 1 : 0 };
      }
      break;
    case "summary":
      for (const { quantile, value } of (metric as SummaryMetric).quantiles) {
        if (dialect.allowsQuantile(value)) yield { line: quantileLine(quantile), value };
      }
      yield* totalsOf(family, metric as SummaryMetric, dialect, false);
      break;
    default:
      for (const { upperBound, count, exemplar } of (metric as HistogramMetric).buckets) {
        yield { line: bucketLine(upperBound), value: count, exemplar };
      }
      yield* totalsOf(
        family,
        metric as HistogramMetric,
        dialect,
        ((metric as HistogramMetric).buckets[0]?.upperBound ?? 0) < 0,
      );
  }
  const began = (metric as CounterMetric).created;
  if (created && dialect.created && hasCreated(family.type) && began !== undefined) {
    yield { line: { suffix: createdSuffix }, value: began };
  }
}

function* totalsOf(
  { type }: MetricFamily,
  metric: { readonly sum: number; readonly count: number },
  dialect: TextDialect,
  hasNegativeBounds: boolean,
): Generator<Sample> {
  const { sum, count } = dialect.totals(type);
  const hasSum = dialect.allowsSum(type, metric.sum, hasNegativeBounds);
  if (hasSum) yield { line: { suffix: sum }, value: metric.sum };
  if (hasSum || type === "summary") yield { line: { suffix: count }, value: metric.count };
}
