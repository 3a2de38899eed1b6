import type { EscapingScheme } from "../../model/escaping-schemes.js";
import type {
  CounterMetric,
  Exemplar,
  GaugeMetric,
  HistogramMetric,
  InfoMetric,
  MetricBase,
  StateSetMetric,
  SummaryMetric,
} from "../../model/metric.js";
import type { MetricFamily } from "../../model/metric-family.js";
import { metricTypes } from "../../model/metric-types.js";
import { formatValue } from "../bytes/number.js";
import { writtenLabels } from "./labels.js";
import {
  bucketLine,
  createdLine,
  exemplarEnd,
  type Line,
  lineStart,
  quantileLine,
  stateLine,
  valueLine,
} from "./sample-lines.js";
import type { TextSyntax } from "./syntax.js";

/** How a text format is to be written. */
export interface TextOptions {
  /** Which text format. */
  readonly syntax: TextSyntax;
  /** What becomes of names outside of the legacy character set. */
  readonly scheme: EscapingScheme;
  /** Whether to write `_created` samples where the format has them. */
  readonly created: boolean;
}

/** The lines of one metric of a family that is not live. */
export function metricLines(family: MetricFamily, name: string, metric: MetricBase, options: TextOptions): string {
  const { syntax: dialect, scheme } = options;
  const labels = writtenLabels(metric.labels, scheme);
  const time = metric.timestamp === undefined ? "" : ` ${dialect.timestamp(metric.timestamp)}`;
  const write = (line: Line, value: number, exemplar?: Exemplar): string =>
    `${lineStart(name, line, labels)}${formatValue(value)}${time}${exemplarEnd(exemplar, dialect)}\n`;
  const began = (metric as CounterMetric).created;
  const isCreatedShown =
    options.created && dialect.created && metricTypes[family.type].hasCreated && began !== undefined;
  return samples(family, metric, options, write) + (isCreatedShown ? write(createdLine(family.type), began) : "");
}

type WriteLine = (line: Line, value: number, exemplar?: Exemplar) => string;

function samples(
  family: MetricFamily,
  metric: MetricBase,
  { syntax: dialect, scheme }: TextOptions,
  write: WriteLine,
): string {
  switch (family.type) {
    case "counter":
      return write(valueLine, (metric as CounterMetric).value, (metric as CounterMetric).exemplar);
    case "gauge":
    case "unknown":
      return write(valueLine, (metric as GaugeMetric).value);
    case "info":
      return write({ suffix: "", extra: writtenLabels((metric as InfoMetric).info, scheme) }, 1);
    case "stateset": {
      const states = Object.entries((metric as StateSetMetric).states);
      return states.map(([state, holds]) => write(stateLine(family.name, state, scheme), holds ? 1 : 0)).join("");
    }
    case "summary": {
      const quantiles = (metric as SummaryMetric).quantiles.filter(({ value }) => dialect.allowsQuantile(value));
      const lines = quantiles.map(({ quantile, value }) => write(quantileLine(quantile), value));
      return lines.join("") + totals(family, metric as SummaryMetric, dialect, false, write);
    }
    default: {
      const { buckets } = metric as HistogramMetric;
      const hasNegativeBounds = (buckets[0]?.upperBound ?? 0) < 0;
      const lines = buckets.map(({ upperBound, count, exemplar }) => write(bucketLine(upperBound), count, exemplar));
      return lines.join("") + totals(family, metric as HistogramMetric, dialect, hasNegativeBounds, write);
    }
  }
}

function totals(
  { type }: MetricFamily,
  metric: { readonly sum: number; readonly count: number },
  dialect: TextSyntax,
  hasNegativeBounds: boolean,
  write: WriteLine,
): string {
  const { sum, count } = dialect.totals(type);
  const hasSum = dialect.allowsSum(type, metric.sum, hasNegativeBounds);
  const sumLine = hasSum ? write({ suffix: sum }, metric.sum) : "";
  return hasSum || type === "summary" ? sumLine + write({ suffix: count }, metric.count) : sumLine;
}
