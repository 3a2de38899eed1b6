import type { SeriesPageView } from "../../model/families/collector-series.js";
import { type EscapingScheme, escapeLabelName } from "../../model/families/escaping-schemes.js";
import type { Labels } from "../../model/families/metric.js";
import { isLegacyLabelName } from "../../model/families/names.js";
import { ByteWriter } from "../bytes/byte-writer.js";
import { escapeLabelValue, quoteName } from "../bytes/escaping.js";
import type { PaddedBytes } from "../bytes/padded-bytes.js";
import { paddedText } from "../bytes/padded-text.js";
import { compactStarts, draftStarts, type LabelFormat, PageCache } from "../bytes/page-cache.js";
import { areEqual } from "../equality.js";

/** Formats a label name for a text format under an escaping scheme. */
export function formatLabelName(name: string, scheme: EscapingScheme): string {
  const escaped = escapeLabelName(name, scheme);
  return isLegacyLabelName(escaped) ? escaped : quoteName(escaped);
}

/** Formats labels as they are written between braces, without the braces. */
export function formatLabels(labels: Labels, scheme: EscapingScheme): string {
  let text = "";
  for (const name of Object.keys(labels)) {
    const label = `${formatLabelName(name, scheme)}="${escapeLabelValue(labels[name] as string)}"`;
    text += text === "" ? label : `,${label}`;
  }
  return text;
}

/** The way in which the text formats write the labels of a collector. */
export interface TextLabelFormat extends LabelFormat {
  /** The formatted label names. */
  readonly names: readonly string[];
  /** Whether each label is optional, if any is. */
  readonly optional: readonly boolean[] | undefined;
}

/** The format of the last labels, and what determines it. The labels of the next collector are often the same. */
let lastFormat: { readonly of: readonly string[]; readonly scheme: EscapingScheme; readonly format: TextLabelFormat } =
  {
    of: [],
    scheme: "underscores",
    format: { names: [], optional: undefined, key: "" },
  };

/** Returns the format of a collector's labels under an escaping scheme. */
export function labelFormatOf(
  labelNames: readonly string[],
  optionalLabels: ReadonlySet<string> | undefined,
  scheme: EscapingScheme,
): TextLabelFormat {
  if (optionalLabels?.size) return optionalFormat(labelNames, optionalLabels, scheme);
  const { of, scheme: lastScheme, format } = lastFormat;
  if (scheme === lastScheme && areEqual(of, labelNames)) return format;
  const names = labelNames.map((label) => formatLabelName(label, scheme));
  lastFormat = { of: labelNames, scheme, format: { names, optional: undefined, key: names.join() } };
  return lastFormat.format;
}

function optionalFormat(
  labelNames: readonly string[],
  optionalLabels: ReadonlySet<string>,
  scheme: EscapingScheme,
): TextLabelFormat {
  const names = labelNames.map((label) => formatLabelName(label, scheme));
  const optional = labelNames.map((label) => optionalLabels.has(label));
  return { names, optional, key: names.map((label, i) => label + (optional[i] ? "?" : "")).join() };
}

const draft = new ByteWriter(undefined, Number.POSITIVE_INFINITY);
const closingQuote = paddedText('"');

/** The bytes before each label value. Those of the first one that is written do not close the one before. */
interface Openings {
  readonly key: string;
  readonly firsts: readonly PaddedBytes[];
  readonly openings: readonly PaddedBytes[];
}

/** The bytes before each label value, for the last format. The next page usually has the same one. */
let lastOpenings: Openings | undefined;

function openingsOf({ key, names, optional }: TextLabelFormat): Openings {
  if (lastOpenings?.key !== key) {
    const openings = names.map((name, i) => paddedText(`${i === 0 ? "" : '",'}${name}="`));
    const firsts = optional === undefined ? openings : names.map((name) => paddedText(`${name}="`));
    lastOpenings = { key, firsts, openings };
  }
  return lastOpenings;
}

const NEWLINE = 10;
const QUOTE = 34;
const BACKSLASH = 92;

/** Writes a label value, escaped and without quotes. */
export function writeLabelValue(writer: ByteWriter, value: string): void {
  writer.reserve(value.length);
  const { view } = writer;
  let { at } = writer;
  for (let i = 0; i < value.length; i++) {
    const code = value.charCodeAt(i);
    if (code >= 0x80 || code === QUOTE || code === BACKSLASH || code === NEWLINE) {
      writer.text(escapeLabelValue(value));
      return;
    }
    view.setUint8(at++, code);
  }
  writer.at = at;
}

/** Writes the labels of the series at an offset as they are between braces. */
export function writeLabels(writer: ByteWriter, page: SeriesPageView, offset: number, format: TextLabelFormat): void {
  const { firsts, openings } = openingsOf(format);
  const { optional } = format;
  const start = writer.at;
  for (let label = 0; label < openings.length; label++) {
    const value = page.labelValue(offset, label);
    if (value === "" && optional?.[label]) continue;
    writer.padded((writer.at === start ? firsts : openings)[label] as PaddedBytes);
    writeLabelValue(writer, value);
  }
  if (writer.at > start) writer.padded(closingQuote);
}

/** The formatted labels of live series, which are the same in all text formats. */
export const labelCache: PageCache<TextLabelFormat> = new PageCache((page, format) => {
  const { used } = page;
  draft.at = 0;
  const starts = draftStarts(used);
  for (let offset = 0; offset < used; offset++) {
    writeLabels(draft, page, offset, format);
    starts[offset + 1] = draft.at;
  }
  const { bytes, start } = draft.snapshot();
  return { key: format.key, version: page.version, starts: compactStarts(starts, used, start), bytes };
});
