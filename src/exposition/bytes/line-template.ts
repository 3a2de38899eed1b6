import { Buffer } from "node:buffer";
import { PaddedBytes } from "./padded-bytes.js";

/**
 * The parts of a line that are the same for all series of a collector: those before and after the series' own labels.
 */
export interface LineTemplate {
  /** The bytes of both parts, padded. */
  readonly bytes: DataView;
  /** The offset of the first part: the name, the opening brace and the constant labels. */
  readonly start: number;
  /** The offset of the second part: the label that the format adds, the closing brace and a space. */
  readonly middle: number;
  /** The offset at which the second part ends. */
  readonly end: number;
}

/** Builds line templates that share one block of memory, which would take more space than a template on its own. */
export function buildTemplates(
  parts: readonly { readonly head: string; readonly tail: string }[],
): readonly LineTemplate[] {
  const { bytes } = new PaddedBytes(parts.map(({ head, tail }) => head + tail).join(""));
  let start = 0;
  return parts.map(({ head, tail }) => {
    const middle = start + Buffer.byteLength(head);
    const end = middle + Buffer.byteLength(tail);
    const template = { bytes, start, middle, end };
    start = end;
    return template;
  });
}
