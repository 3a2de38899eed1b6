import { type PaddedBytes, paddedText } from "./padded-bytes.js";

/**
 * The parts of a line that are the same for all series of a collector: those before and after the series' own labels.
 */
export interface LineTemplate {
  /** The name, the opening brace and the constant labels. */
  readonly head: PaddedBytes;
  /** The label that the format adds, the closing brace and a space. */
  readonly tail: PaddedBytes;
}

/** The maximum number of parts that are kept. Programs have few bounds of buckets, and so few tails. */
const MAX_PARTS = 256;

const parts = new Map<string, PaddedBytes>();

/** Returns the bytes of a part that templates of other collectors probably have too. */
export function sharedPart(text: string): PaddedBytes {
  const known = parts.get(text);
  if (known !== undefined) return known;
  if (parts.size >= MAX_PARTS) parts.clear();
  const part = paddedText(text);
  parts.set(text, part);
  return part;
}
