import type { PaddedBytes } from "./padded-bytes.js";

/** The parts of a line before and after the series' own labels. Lines share them. */
export interface LineTemplate {
  /** The name, the opening brace and the constant labels. */
  readonly head: PaddedBytes;
  /** The label that the format adds, the closing brace and a space. */
  readonly tail: PaddedBytes;
}

/** Returns the number of bytes that a template adds to each line. */
export function sizeOf({ head, tail }: LineTemplate): number {
  return head.end - head.start + tail.end - tail.start;
}
