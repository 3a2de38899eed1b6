import { type EscapingScheme, escapeLabelName } from "../../model/escaping-schemes.js";
import type { Labels } from "../../model/metric.js";
import { isLegacyLabelName } from "../../model/names.js";
import { ByteWriter } from "../bytes/byte-writer.js";
import { escapeLabelValue, quoteName } from "../bytes/escaping.js";
import { PaddedBytes } from "../bytes/padded-bytes.js";
import { offsetsOf, PageCache, type WrittenLabels } from "../bytes/page-cache.js";

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

/** How the labels of a part's series are written. */
export interface TextLabels extends WrittenLabels {
  /** Their names as they are written. */
  readonly names: readonly string[];
}

/** Where the labels of a page are put together. */
const draft = new ByteWriter(undefined, Number.POSITIVE_INFINITY);
const closing = new PaddedBytes('"');

/** What comes before each label value, for the label names that were written last: those of the next page, mostly. */
let opened: { readonly key: string; readonly pieces: readonly PaddedBytes[] } | undefined;

function openings(key: string, names: readonly string[]): readonly PaddedBytes[] {
  if (opened?.key !== key) {
    opened = { key, pieces: names.map((name, i) => new PaddedBytes(`${i === 0 ? "" : '",'}${name}="`)) };
  }
  return opened.pieces;
}

/** The labels of live series; text and OpenMetrics write the same. */
export const textLabelCache: PageCache<TextLabels> = new PageCache((page, { key, names }) => {
  const pieces = openings(key, names);
  draft.at = 0;
  const ends = new Uint32Array(page.used + 1);
  for (let slot = 0; slot < page.used; slot++) {
    for (let label = 0; label < pieces.length; label++) {
      draft.padded(pieces[label] as PaddedBytes);
      draft.labelValue(page.labelValue(slot, label));
    }
    draft.padded(closing);
    ends[slot + 1] = draft.at;
  }
  return { key, version: page.version, offsets: offsetsOf(ends), view: draft.snapshot() };
});
