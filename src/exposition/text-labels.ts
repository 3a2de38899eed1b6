import { type EscapingScheme, escapeLabelName } from "../model/escaping-schemes.js";
import type { SeriesPage } from "../model/live.js";
import type { Labels } from "../model/metric-family.js";
import { isLegacyLabelName } from "../model/names.js";
import { escapeLabelValue, quoteName } from "./escaping.js";
import { PageCache } from "./page-bytes.js";

/** A label name as a text format writes it under an escaping scheme. */
export function writtenLabelName(name: string, scheme: EscapingScheme): string {
  const escaped = escapeLabelName(name, scheme);
  return isLegacyLabelName(escaped) ? escaped : quoteName(escaped);
}

/** Labels as they stand between braces, without the braces. */
export function writtenLabels(labels: Labels, scheme: EscapingScheme): string {
  let text = "";
  for (const name of Object.keys(labels)) {
    const written = `${writtenLabelName(name, scheme)}="${escapeLabelValue(labels[name] as string)}"`;
    text += text === "" ? written : `,${written}`;
  }
  return text;
}

/** The labels of live series; text and OpenMetrics write the same. */
export const textLabelCache: PageCache = new PageCache((page, key, names) => {
  const labels: string[] = [];
  const last = names.map((): LabelText => ({ value: undefined, text: "" }));
  let length = 0;
  for (let slot = 0; slot < page.used; slot++) {
    const text = labelsOf(page, slot, names, last);
    labels.push(text);
    length += text.length;
  }
  const bytes = Buffer.from(labels.join(""), "utf8");
  const padded = new Uint8Array(bytes.length + 4);
  padded.set(bytes);
  const isAscii = bytes.length === length;
  const offsets = new Uint32Array(page.used + 1);
  let end = 0;
  for (let slot = 0; slot < page.used; slot++) {
    const text = labels[slot] as string;
    end += isAscii ? text.length : Buffer.byteLength(text, "utf8");
    offsets[slot + 1] = end;
  }
  return { key, version: page.version, offsets, view: new DataView(padded.buffer) };
});

/** How a label was written for the slot before; neighbours often have the same value. */
interface LabelText {
  value: string | undefined;
  text: string;
}

function labelsOf(page: SeriesPage, slot: number, names: readonly string[], last: readonly LabelText[]): string {
  let labels = "";
  for (let i = 0; i < names.length; i++) {
    const label = last[i] as LabelText;
    const value = page.labelValue(slot, i) ?? "";
    if (value !== label.value) {
      label.value = value;
      label.text = `${i === 0 ? "" : ","}${names[i]}="${escapeLabelValue(value)}"`;
    }
    labels += label.text;
  }
  return labels;
}
