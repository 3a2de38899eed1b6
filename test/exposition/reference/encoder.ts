import type { CounterMetric, Exemplar, Labels } from "../../../src/model/families/metric.js";
import type { MetricFamily } from "../../../src/model/families/metric-family.js";
import { escaped, escapeQuoted, escapeTextHelp, needsQuotes, type Scheme } from "./names.js";
import { boundText, milliseconds, secondsText, valueText } from "./numbers.js";
import { referenceProtobuf } from "./protobuf.js";

/** The formats that the reference writes. */
export type ReferenceFormat = "text-0.0.4" | "text-1.0.0" | "openmetrics-0.0.1" | "openmetrics-1.0.0" | "protobuf";

/** What a body is written with. */
export interface ReferenceOptions {
  /** What becomes of names that are not legacy-valid (default `underscores`). */
  escaping?: Scheme;
  /** Whether OpenMetrics has `_created` samples (default no; protobuf always has start timestamps). */
  created?: boolean;
}

type Pair = readonly [name: string, value: string];

/** One line, before it is written. */
interface Row {
  name: string;
  labels: readonly Pair[];
  value: number;
  timestamp: number | undefined;
  exemplar: Exemplar | undefined;
}

/**
 * Writes families by the formats' rules in the plainest way there is: the oracle that the encoders are held against, byte
 * by byte. It reads `metrics`, never `live`.
 *
 * OpenMetrics has no place for some values that the model can hold. They are left out: the sum and count of a histogram
 * with negative buckets or with a sum that is negative or NaN, a summary's sum that is negative or NaN and its negative
 * quantiles, exemplars that are too long or that need escapes.
 */
export function referenceEncode(
  format: ReferenceFormat,
  families: readonly MetricFamily[],
  { escaping = "underscores", created = false }: ReferenceOptions = {},
): Uint8Array {
  if (format === "protobuf") return referenceProtobuf(families, escaping);
  const isOpenMetrics = format.startsWith("openmetrics");
  const lines = families.flatMap((each) => {
    const family = isOpenMetrics && isBareCounter(each) ? asUnknown(each) : each;
    return isOpenMetrics
      ? [...openMetricsMetadata(family, escaping), ...openMetricsRows(family, escaping, created).map(openMetricsLine)]
      : [...textMetadata(family, escaping), ...textRows(family, escaping).map(textLine)];
  });
  if (isOpenMetrics) lines.push("# EOF");
  return Buffer.from(lines.map((line) => `${line}\n`).join(""), "utf8");
}

function isBareCounter({ name, type }: MetricFamily): boolean {
  return type === "counter" && !name.endsWith("_total");
}

/** A counter as a family of values of which nothing is known: without exemplars and start times. */
function asUnknown(family: MetricFamily): MetricFamily {
  const metrics = [...family.metrics].map((metric) => {
    const { exemplar: _, created: __, ...rest } = metric as CounterMetric;
    return rest;
  });
  return { ...family, type: "unknown", metrics } as MetricFamily;
}

function textMetadata(family: MetricFamily, scheme: Scheme): string[] {
  const name = quotedIfNeeded(escaped(family.name, scheme, "metric"));
  const type = { info: "gauge", stateset: "gauge", gaugehistogram: "histogram", unknown: "untyped" } as const;
  const help = family.help === "" ? [] : [`# HELP ${name} ${escapeTextHelp(family.help)}`];
  return [...help, `# TYPE ${name} ${type[family.type as keyof typeof type] ?? family.type}`];
}

function openMetricsMetadata(family: MetricFamily, scheme: Scheme): string[] {
  const stem = stemOf(family, scheme);
  const name = quotedIfNeeded(stem);
  const lines = [`# TYPE ${name} ${family.type}`];
  const { unit = "" } = family;
  if (/^[\w:]+$/.test(unit) && stem.endsWith(`_${unit}`)) lines.push(`# UNIT ${name} ${unit}`);
  if (family.help !== "") lines.push(`# HELP ${name} ${escapeQuoted(family.help)}`);
  return lines;
}

/** The family's name in OpenMetrics' metadata. */
function stemOf({ name, type }: MetricFamily, scheme: Scheme): string {
  const full = escaped(name, scheme, "metric");
  const suffix = type === "counter" ? "_total" : type === "info" ? "_info" : "";
  return suffix !== "" && full.endsWith(suffix) ? full.slice(0, -suffix.length) : full;
}

function textRows(family: MetricFamily, scheme: Scheme): Row[] {
  return rowsOf(family, scheme, { sum: "_sum", count: "_count" }).map((row) => ({ ...row, exemplar: undefined }));
}

function openMetricsRows(family: MetricFamily, scheme: Scheme, withCreated: boolean): Row[] {
  const isGauge = family.type === "gaugehistogram";
  const totals = isGauge ? { sum: "_gsum", count: "_gcount" } : { sum: "_sum", count: "_count" };
  const rows: Row[] = [];
  for (const metric of family.metrics) {
    const one = { ...family, metrics: [metric] } as MetricFamily;
    rows.push(...rowsOf(one, scheme, totals).filter((row) => isLawful(one, row, totals, scheme)));
    if (withCreated && "created" in metric && metric.created !== undefined && !isGauge) {
      const name = `${stemOf(family, scheme)}_created`;
      const labels = pairs(metric.labels, scheme);
      rows.push({ name, labels, value: metric.created, timestamp: metric.timestamp, exemplar: undefined });
    }
  }
  return rows;
}

/** Whether OpenMetrics allows a sample of a family with this one metric. */
function isLawful(family: MetricFamily, row: Row, totals: { sum: string; count: string }, scheme: Scheme): boolean {
  const suffix = row.name.slice(escaped(family.name, scheme, "metric").length);
  if (family.type === "summary") {
    const [{ sum } = { sum: 0 }] = family.metrics;
    if (suffix === totals.sum) return sum >= 0;
    return suffix !== "" || !(row.value < 0);
  }
  if (family.type !== "histogram" && family.type !== "gaugehistogram") return true;
  if (suffix !== totals.sum && suffix !== totals.count) return true;
  const [{ sum, buckets } = { sum: 0, buckets: [] }] = family.metrics;
  const hasNegative = buckets.some(({ upperBound }) => upperBound < 0);
  return family.type === "histogram" ? sum >= 0 && !hasNegative : sum >= 0 || (sum < 0 && hasNegative);
}

/** All samples of a family, metric by metric. */
function rowsOf(family: MetricFamily, scheme: Scheme, totals: { sum: string; count: string }): Row[] {
  const name = escaped(family.name, scheme, "metric");
  const rows: Row[] = [];
  const add = (
    metric: { labels: Labels; timestamp?: number | undefined },
    suffix: string,
    more: readonly Pair[],
    value: number,
    exemplar?: Exemplar,
  ) => {
    const labels = [...pairs(metric.labels, scheme), ...more];
    rows.push({ name: name + suffix, labels, value, timestamp: metric.timestamp, exemplar });
  };
  switch (family.type) {
    case "counter":
      for (const metric of family.metrics) add(metric, "", [], metric.value, metric.exemplar);
      break;
    case "gauge":
    case "unknown":
      for (const metric of family.metrics) add(metric, "", [], metric.value);
      break;
    case "info":
      for (const metric of family.metrics) add(metric, "", pairs(metric.info, scheme), 1);
      break;
    case "stateset":
      for (const metric of family.metrics) {
        for (const [state, holds] of Object.entries(metric.states)) {
          add(metric, "", [[escaped(family.name, scheme, "label"), state]], holds ? 1 : 0);
        }
      }
      break;
    case "summary":
      for (const metric of family.metrics) {
        for (const { quantile, value } of metric.quantiles) add(metric, "", [["quantile", boundText(quantile)]], value);
        add(metric, totals.sum, [], metric.sum);
        add(metric, totals.count, [], metric.count);
      }
      break;
    default:
      for (const metric of family.metrics) {
        for (const { upperBound, count, exemplar } of metric.buckets) {
          add(metric, "_bucket", [["le", boundText(upperBound)]], count, exemplar);
        }
        add(metric, totals.sum, [], metric.sum);
        add(metric, totals.count, [], metric.count);
      }
  }
  return rows;
}

function textLine({ name, labels, value, timestamp }: Row): string {
  const time = timestamp === undefined ? "" : ` ${milliseconds(timestamp)}`;
  return `${seriesText(name, labels)} ${valueText(value)}${time}`;
}

function openMetricsLine({ name, labels, value, timestamp, exemplar }: Row): string {
  const time = timestamp === undefined ? "" : ` ${secondsText(timestamp)}`;
  return `${seriesText(name, labels)} ${valueText(value)}${time}${exemplarText(exemplar)}`;
}

function exemplarText(exemplar: Exemplar | undefined): string {
  if (exemplar === undefined) return "";
  const entries = Object.entries(exemplar.labels);
  const length = entries.flat().reduce((sum, text) => sum + [...text].length, 0);
  // Prometheus and client_python read escapes in exemplars differently, or not at all.
  if (length > 128 || entries.some(([, value]) => /["\\\n}]/.test(value))) return "";
  const time = exemplar.timestamp === undefined ? "" : ` ${secondsText(exemplar.timestamp)}`;
  return ` # {${labelsText(pairs(exemplar.labels, "underscores"))}} ${valueText(exemplar.value)}${time}`;
}

function seriesText(name: string, labels: readonly Pair[]): string {
  const inside = labelsText(labels);
  if (needsQuotes(name, "metric")) return `{"${escapeQuoted(name)}"${inside === "" ? "" : ","}${inside}}`;
  return inside === "" ? name : `${name}{${inside}}`;
}

function labelsText(labels: readonly Pair[]): string {
  return labels
    .map(([name, value]) => {
      const written = needsQuotes(name, "label") ? `"${escapeQuoted(name)}"` : name;
      return `${written}="${escapeQuoted(value)}"`;
    })
    .join(",");
}

function pairs(labels: Labels, scheme: Scheme): Pair[] {
  return Object.entries(labels).map(([name, value]) => [escaped(name, scheme, "label"), value]);
}

function quotedIfNeeded(name: string): string {
  return needsQuotes(name, "metric") ? `"${escapeQuoted(name)}"` : name;
}
