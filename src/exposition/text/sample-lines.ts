import type { EscapingScheme } from "../../model/escaping-schemes.js";
import { EXEMPLAR_LIMIT, exemplarLength } from "../../model/exemplar-length.js";
import type { Exemplar, Labels } from "../../model/metric.js";
import type { MetricType } from "../../model/metric-family.js";
import { bucketSuffix, createdSuffix, metricTypes } from "../../model/metric-types.js";
import { isLegacyMetricName } from "../../model/names.js";
import { escapeLabelValue, quoteName } from "../bytes/escaping.js";
import { buildTemplates, type LineTemplate } from "../bytes/line-template.js";
import { formatBound, formatValue } from "../bytes/number.js";
import { writtenLabelName, writtenLabels } from "./labels.js";
import type { TextSyntax } from "./syntax.js";

/** One of the samples that a metric is written as. */
export interface Line {
  /** What the family's name gets for this sample. */
  readonly suffix: string;
  /** The ending of the family's name that the suffix replaces. */
  readonly replacedEnding?: string;
  /** A label that the format adds, in the form that goes between braces. */
  readonly extra?: string;
}

/** The line of a value. */
export const valueLine: Line = { suffix: "" };

/** The line of a classic bucket. */
export function bucketLine(upperBound: number): Line {
  return { suffix: bucketSuffix, extra: `le="${formatBound(upperBound)}"` };
}

/** The line of a quantile. */
export function quantileLine(quantile: number): Line {
  return { suffix: "", extra: `quantile="${formatBound(quantile)}"` };
}

/** The line of the time at which a series began. */
export function createdLine(type: MetricType): Line {
  return { suffix: createdSuffix, replacedEnding: metricTypes[type].nameEnding };
}

/** The line of one state of a state set. */
export function stateLine(family: string, state: string, scheme: EscapingScheme): Line {
  return { suffix: "", extra: `${writtenLabelName(family, scheme)}="${escapeLabelValue(state)}"` };
}

/** A sample's name where it begins a line; a name that needs quotes stands between the braces. */
function beginning(name: string, constant: string): { readonly before: string; readonly inside: string } {
  return isLegacyMetricName(name)
    ? { before: name, inside: constant }
    : { before: "", inside: joined(quoteName(name), constant) };
}

/** The frames of lines whose series have own labels, or have none. */
export function lineTemplates(
  name: string,
  lines: readonly Line[],
  constant: string,
  hasOwnLabels: boolean,
): readonly LineTemplate[] {
  const texts = lines.map((line) => {
    if (!hasOwnLabels) return { head: lineStart(name, line, constant), tail: "" };
    const { before, inside } = beginning(sampleName(name, line), constant);
    const extra = line.extra ?? "";
    return {
      head: `${before}{${inside}${inside === "" ? "" : ","}`,
      tail: `${extra === "" ? "" : ","}${extra}} `,
    };
  });
  return buildTemplates(texts);
}

/** A whole line up to its value, for metrics that are not live. */
export function lineStart(name: string, line: Line, labels: string): string {
  const { before, inside } = beginning(sampleName(name, line), labels);
  const all = joined(inside, line.extra ?? "");
  return all === "" ? `${before} ` : `${before}{${all}} `;
}

/**
 * What follows a value to give an example of it, or nothing where the exemplar cannot be written: readers of OpenMetrics
 * do not agree on escapes in exemplars.
 */
export function exemplarEnd(exemplar: Exemplar | undefined, dialect: TextSyntax): string {
  if (exemplar === undefined || !dialect.exemplars || !canBeWritten(exemplar.labels)) return "";
  const { labels, value, timestamp } = exemplar;
  const time = Number.isNaN(timestamp) ? "" : ` ${dialect.timestamp(timestamp)}`;
  return ` # {${writtenLabels(labels, "underscores")}} ${formatValue(value)}${time}`;
}

function sampleName(name: string, { suffix, replacedEnding = "" }: Line): string {
  const kept = replacedEnding !== "" && name.endsWith(replacedEnding) ? name.slice(0, -replacedEnding.length) : name;
  return kept + suffix;
}

function canBeWritten(labels: Labels): boolean {
  const isShort = exemplarLength(labels) <= EXEMPLAR_LIMIT;
  return isShort && Object.values(labels).every((value) => !/["\\\n}]/.test(value));
}

function joined(a: string, b: string): string {
  return a === "" || b === "" ? a + b : `${a},${b}`;
}
