import { Buffer } from "node:buffer";

/** The number of bytes that are copied at a time. Both sides of a copy need this much space after the last byte. */
export const COPY_PADDING = 8;

/** Bytes that are copied repeatedly. */
export interface PaddedBytes {
  /** The number of bytes without the padding. */
  readonly length: number;
  /** The bytes, padded. */
  readonly bytes: DataView;
}

/** The size of the blocks that small copies share, and the size up to which a copy is small. */
const BLOCK_SIZE = 8192;
const SMALL = 1024;

let block = new ArrayBuffer(0);
let used = 0;

/**
 * Returns a padded view of new memory. Small ones share blocks: the memory of a typed array takes longer to allocate
 * than a few hundred bytes to write, and each one makes garbage collections slower.
 */
export function allocatePadded(length: number): DataView {
  const size = length + COPY_PADDING;
  if (size > SMALL) return new DataView(new ArrayBuffer(size));
  if (used + size > block.byteLength) {
    block = new ArrayBuffer(BLOCK_SIZE);
    used = 0;
  }
  const view = new DataView(block, used, size);
  used += size;
  return view;
}

/** Encodes text as UTF-8. */
export function paddedText(text: string): PaddedBytes {
  const length = Buffer.byteLength(text);
  const bytes = allocatePadded(length);
  Buffer.from(bytes.buffer, bytes.byteOffset, length).write(text);
  return { length, bytes };
}

/**
 * Copies text and returns where the copy ends. It copies eight bytes at a time as doubles, which is the fastest method.
 * No eight bytes of well-formed UTF-8 form a NaN, whose bits could change in the process.
 */
export function copyText(source: DataView, from: number, to: number, target: DataView, start: number): number {
  const end = start + to - from;
  for (let at = start; at < end; from += COPY_PADDING, at += COPY_PADDING)
    target.setFloat64(at, source.getFloat64(from, true), true);
  return end;
}
