import { Buffer } from "node:buffer";
import { PaddedBytes } from "./padded-bytes.js";

/** What comes before and after the labels that differ from series to series. */
export interface LineTemplate {
  /** The bytes of both, with room behind them. */
  readonly view: DataView;
  /** Where the name, the brace and the constant labels begin. */
  readonly start: number;
  /** Where they end, and the added label, brace and space begin. */
  readonly middle: number;
  /** Where these end. */
  readonly end: number;
}

/** Lays frames out in one block, since a block takes more memory than a frame. */
export function buildTemplates(
  texts: readonly { readonly head: string; readonly tail: string }[],
): readonly LineTemplate[] {
  const { view } = new PaddedBytes(texts.map(({ head, tail }) => head + tail).join(""));
  let start = 0;
  return texts.map(({ head, tail }) => {
    const middle = start + Buffer.byteLength(head);
    const end = middle + Buffer.byteLength(tail);
    const frame = { view, start, middle, end };
    start = end;
    return frame;
  });
}
