import type { EscapingScheme } from "../../model/families/escaping-schemes.js";
import { isExemplarShort } from "../../model/families/exemplar-length.js";
import type { Exemplar, Labels } from "../../model/families/metric.js";
import type { MetricType } from "../../model/families/metric-family.js";
import { bucketSuffix, createdSuffix, metricTypes } from "../../model/families/metric-types.js";
import { isLegacyMetricName } from "../../model/families/names.js";
import { escapeLabelValue, quoteName } from "../bytes/escaping.js";
import type { LineTemplate } from "../bytes/line-template.js";
import { formatBound, formatValue } from "../bytes/number.js";
import type { PaddedBytes } from "../bytes/padded-bytes.js";
import { paddedText } from "../bytes/padded-text.js";
import { areEqual } from "../equality.js";
import { formatLabelName, formatLabels } from "./labels.js";
import type { TextSyntax } from "./syntax.js";

/** One of the samples as which a metric is written. */
export interface SampleLine {
  /** The suffix that the sample adds to the family name. */
  readonly suffix: string;
  /** The ending of the family name that the suffix replaces. */
  readonly replacedEnding?: string;
  /** The formatted label that the format adds. */
  readonly addedLabel?: string;
  /** The bytes from this label on: after no other label, and after others. */
  readonly tails?: (PaddedBytes | undefined)[];
}

/** The line of a value. */
export const valueLine: SampleLine = { suffix: "" };

/** Returns the line of a classic bucket. */
export function bucketLine(upperBound: number): SampleLine {
  return { suffix: bucketSuffix, addedLabel: `le="${formatBound(upperBound)}"`, tails: [] };
}

/** The maximum number of lists of bounds whose lines are kept. Most collectors have the bounds of others. */
const MAX_BOUNDS = 64;

const knownBuckets = new Map<string, readonly SampleLine[]>();
let lastBuckets: { readonly bounds: readonly number[]; readonly lines: readonly SampleLine[] } | undefined;

/** Returns the lines of all classic buckets. They are kept for the next collector, which often has the same bounds. */
export function bucketLines(bounds: readonly number[]): readonly SampleLine[] {
  if (lastBuckets !== undefined && areEqual(lastBuckets.bounds, bounds)) return lastBuckets.lines;
  const key = bounds.join();
  const lines = knownBuckets.get(key) ?? [...bounds, Number.POSITIVE_INFINITY].map(bucketLine);
  if (knownBuckets.size >= MAX_BOUNDS) knownBuckets.clear();
  knownBuckets.set(key, lines);
  lastBuckets = { bounds, lines };
  return lines;
}

/** Returns the line of a quantile. */
export function quantileLine(quantile: number): SampleLine {
  return { suffix: "", addedLabel: `quantile="${formatBound(quantile)}"` };
}

/** Returns the line of the time at which a series began. */
export function createdLine(type: MetricType): SampleLine {
  return { suffix: createdSuffix, replacedEnding: metricTypes[type].nameEnding };
}

/** Returns the line of one state of a state set. */
export function stateLine(family: string, state: string, scheme: EscapingScheme): SampleLine {
  return { suffix: "", addedLabel: `${formatLabelName(family, scheme)}="${escapeLabelValue(state)}"` };
}

/** Splits the start of a line into the text before the brace and after it. A quoted name is inside the braces. */
function lineParts(name: string, labels: string): { readonly before: string; readonly inside: string } {
  return isLegacyMetricName(name)
    ? { before: name, inside: labels }
    : { before: "", inside: joinLabels(quoteName(name), labels) };
}

const bareEnd = paddedText(" ");
const labelsEnd = paddedText("} ");

/** The parts of a line before and after its labels. */
interface LineFrame {
  readonly head: string;
  readonly tail: PaddedBytes;
}

/**
 * Returns the parts of a line before and after its labels, apart from the constant ones.
 *
 * @param name - the name of the sample
 * @param constLabels - the formatted constant labels
 * @param isFollowed - whether the line has other labels
 */
export function lineFrame(name: string, constLabels: string, isFollowed: boolean): LineFrame {
  const { before, inside } = lineParts(name, constLabels);
  if (!isFollowed && inside === "") return { head: before, tail: bareEnd };
  return { head: `${before}{${inside}${isFollowed && inside !== "" ? "," : ""}`, tail: labelsEnd };
}

/**
 * Builds the templates of a collector's lines.
 *
 * @param name - the escaped family name
 * @param lines - the lines of each series
 * @param constLabels - the formatted constant labels
 * @param hasOwnLabels - whether the collector has labels that differ between series
 */
export function lineTemplates(
  name: string,
  lines: readonly SampleLine[],
  constLabels: string,
  hasOwnLabels: boolean,
): readonly LineTemplate[] {
  let previous: SampleLine | undefined;
  let head = bareEnd;
  let end = bareEnd;
  return lines.map((line) => {
    // All buckets of a histogram have the same head.
    if (previous === undefined || !haveSameHead(previous, line)) {
      const isFollowed = hasOwnLabels || line.addedLabel !== undefined;
      const frame = lineFrame(sampleName(name, line), constLabels, isFollowed);
      head = paddedText(frame.head);
      end = frame.tail;
    }
    previous = line;
    return { head, tail: line.addedLabel === undefined ? end : tailOf(line, hasOwnLabels) };
  });
}

/** Returns the bytes of a line from the label on that the format adds. */
function tailOf({ addedLabel, tails }: SampleLine, hasOwnLabels: boolean): PaddedBytes {
  const kept = tails?.[Number(hasOwnLabels)];
  if (kept !== undefined) return kept;
  const tail = paddedText(`${hasOwnLabels ? "," : ""}${addedLabel}} `);
  if (tails !== undefined) tails[Number(hasOwnLabels)] = tail;
  return tail;
}

function haveSameHead(a: SampleLine, b: SampleLine): boolean {
  const haveAddedLabels = (a.addedLabel === undefined) === (b.addedLabel === undefined);
  return a.suffix === b.suffix && a.replacedEnding === b.replacedEnding && haveAddedLabels;
}

/** Formats a line up to its value. */
export function lineStart(name: string, line: SampleLine, labels: string): string {
  const { before, inside } = lineParts(sampleName(name, line), labels);
  const all = joinLabels(inside, line.addedLabel ?? "");
  return all === "" ? `${before} ` : `${before}{${all}} `;
}

/**
 * Formats the exemplar that follows a value. The result is empty if the exemplar cannot be written: OpenMetrics readers
 * disagree about escapes in exemplars.
 */
export function formatExemplar(exemplar: Exemplar | undefined, syntax: TextSyntax): string {
  if (exemplar === undefined || !syntax.exemplars || !canBeWritten(exemplar.labels)) return "";
  const { labels, value, timestamp } = exemplar;
  const time = timestamp === undefined ? "" : ` ${syntax.timestamp(timestamp)}`;
  return ` # {${formatLabels(labels, "underscores")}} ${formatValue(value)}${time}`;
}

function sampleName(name: string, { suffix, replacedEnding = "" }: SampleLine): string {
  const isReplaced = replacedEnding !== "" && name.endsWith(replacedEnding);
  return (isReplaced ? name.slice(0, -replacedEnding.length) : name) + suffix;
}

function canBeWritten(labels: Labels): boolean {
  return isExemplarShort(labels) && Object.values(labels).every((value) => !/["\\\n}]/.test(value));
}

function joinLabels(a: string, b: string): string {
  return a === "" || b === "" ? a + b : `${a},${b}`;
}
