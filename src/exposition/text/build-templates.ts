import { ByteWriter } from "../bytes/byte-writer.js";
import type { LineTemplate } from "../bytes/line-template.js";
import type { PaddedBytes } from "../bytes/padded-bytes.js";
import { paddedText } from "../bytes/padded-text.js";

/** The text of a template. */
export interface TemplateText {
  readonly head: string;
  readonly tail: string;
}

/** The maximum number of tails that are kept. Most collectors have the bounds of others. */
const MAX_TAILS = 256;

const tails = new Map<string, PaddedBytes>();

const draft = new ByteWriter(1024, Number.POSITIVE_INFINITY);

/** Builds the templates of a collector, whose lines may have the same head one after another. */
export function buildTemplates(lines: readonly TemplateText[]): readonly LineTemplate[] {
  draft.at = 0;
  let [text, head, headEnd] = ["", 0, 0];
  const offsets = lines.map((line) => {
    if (line.head !== text) {
      text = line.head;
      head = draft.at;
      draft.text(text);
      headEnd = draft.at;
    }
    const tail = draft.at;
    draft.padded(tailBytes(line.tail));
    return { head, headEnd, tail, tailEnd: draft.at };
  });
  const { bytes, start } = draft.snapshot();
  return offsets.map((line) => ({
    bytes,
    head: start + line.head,
    headEnd: start + line.headEnd,
    tail: start + line.tail,
    tailEnd: start + line.tailEnd,
  }));
}

function tailBytes(text: string): PaddedBytes {
  const known = tails.get(text);
  if (known !== undefined) return known;
  if (tails.size >= MAX_TAILS) tails.clear();
  const bytes = paddedText(text);
  tails.set(text, bytes);
  return bytes;
}
