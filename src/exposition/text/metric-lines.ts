import type { EscapingScheme } from "../../model/families/escaping-schemes.js";
import type {
  CounterMetric,
  Exemplar,
  GaugeMetric,
  HistogramMetric,
  InfoMetric,
  MetricBase,
  StateSetMetric,
  SummaryMetric,
} from "../../model/families/metric.js";
import type { MetricFamily, MetricType } from "../../model/families/metric-family.js";
import { metricTypes } from "../../model/families/metric-types.js";
import { formatValue } from "../bytes/number.js";
import { formatLabels } from "./labels.js";
import {
  bucketLine,
  createdLine,
  formatExemplar,
  lineStart,
  quantileLine,
  type SampleLine,
  stateLine,
  valueLine,
} from "./sample-lines.js";
import type { TextSyntax } from "./syntax.js";

/** Options of the text encoder. */
export interface TextOptions {
  /** The syntax of the text format. */
  readonly syntax: TextSyntax;
  /** The escaping scheme for names outside the legacy character set. */
  readonly scheme: EscapingScheme;
  /** Whether to write `_created` samples if the format has them. */
  readonly created: boolean;
}

/** Returns the function that formats the lines of one metric of a family that is not live. */
export function metricFormatter(
  family: MetricFamily,
  name: string,
  options: TextOptions,
): (metric: MetricBase) => string {
  const { syntax, scheme, created } = options;
  const type = syntax.typeOf(family);
  const isCreatedShown = created && syntax.created && metricTypes[type].hasCreated;
  return (metric) => {
    const labels = formatLabels(metric.labels, scheme);
    const time = metric.timestamp === undefined ? "" : ` ${syntax.timestamp(metric.timestamp)}`;
    const write = (line: SampleLine, value: number, exemplar?: Exemplar): string =>
      `${lineStart(name, line, labels)}${formatValue(value)}${time}${formatExemplar(exemplar, syntax)}\n`;
    const lines = sampleLines(family.name, type, metric, options, write);
    const start = isCreatedShown ? (metric as CounterMetric).created : undefined;
    return start === undefined ? lines : lines + write(createdLine(type), start);
  };
}

type WriteLine = (line: SampleLine, value: number, exemplar?: Exemplar) => string;

function sampleLines(
  family: string,
  type: MetricType,
  metric: MetricBase,
  { syntax, scheme }: TextOptions,
  write: WriteLine,
): string {
  switch (type) {
    case "counter":
      return write(valueLine, (metric as CounterMetric).value, (metric as CounterMetric).exemplar);
    case "gauge":
    case "unknown":
      return write(valueLine, (metric as GaugeMetric).value);
    case "info":
      return write({ suffix: "", addedLabel: formatLabels((metric as InfoMetric).info, scheme) }, 1);
    case "stateset": {
      const states = Object.entries((metric as StateSetMetric).states);
      return states.map(([state, holds]) => write(stateLine(family, state, scheme), holds ? 1 : 0)).join("");
    }
    case "summary": {
      const quantiles = (metric as SummaryMetric).quantiles.filter(({ value }) => syntax.allowsQuantile(value));
      const lines = quantiles.map(({ quantile, value }) => write(quantileLine(quantile), value));
      return lines.join("") + totalLines(type, metric as SummaryMetric, syntax, false, write);
    }
    default: {
      const { buckets } = metric as HistogramMetric;
      const hasNegativeBounds = (buckets[0]?.upperBound ?? 0) < 0;
      const lines = buckets.map(({ upperBound, count, exemplar }) => write(bucketLine(upperBound), count, exemplar));
      return lines.join("") + totalLines(type, metric as HistogramMetric, syntax, hasNegativeBounds, write);
    }
  }
}

function totalLines(
  type: MetricType,
  metric: { readonly sum: number; readonly count: number },
  syntax: TextSyntax,
  hasNegativeBounds: boolean,
  write: WriteLine,
): string {
  const { sum, count } = syntax.totals(type);
  const hasSum = syntax.allowsSum(type, metric.sum, hasNegativeBounds);
  const sumLine = hasSum ? write({ suffix: sum }, metric.sum) : "";
  return hasSum || type === "summary" ? sumLine + write({ suffix: count }, metric.count) : sumLine;
}
