import { Buffer } from "node:buffer";

/** The number of bytes that are copied at a time. Both sides of a copy need this much space after the last byte. */
export const COPY_PADDING = 8;

/** Bytes that are copied repeatedly. */
export class PaddedBytes {
  /** The number of bytes without the padding. */
  readonly length: number;
  /** The bytes, padded. */
  readonly bytes: DataView;

  /** @param text - the text to encode as UTF-8 */
  constructor(text: string) {
    const encoded = Buffer.from(text, "utf8");
    const padded = new Uint8Array(encoded.length + COPY_PADDING);
    padded.set(encoded);
    this.length = encoded.length;
    this.bytes = new DataView(padded.buffer);
  }
}
