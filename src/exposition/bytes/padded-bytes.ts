import { Buffer } from "node:buffer";

/** Bytes are copied so many at a time, so what is copied from and to has this much room behind it. */
export const COPY_PADDING = 8;

/** Bytes that are copied again and again. */
export class PaddedBytes {
  /** How many bytes. */
  readonly length: number;
  /** The bytes, with room behind them. */
  readonly view: DataView;

  /** @param text - what the bytes encode as UTF-8 */
  constructor(text: string) {
    const bytes = Buffer.from(text, "utf8");
    const padded = new Uint8Array(bytes.length + COPY_PADDING);
    padded.set(bytes);
    this.length = bytes.length;
    this.view = new DataView(padded.buffer);
  }
}
