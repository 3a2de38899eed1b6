/** The number of bytes that are copied at a time. Both sides of a copy need this much space after the last byte. */
export const COPY_PADDING = 8;

/** Bytes that are copied repeatedly. Other bytes may precede and follow them. */
export interface PaddedBytes {
  /** The memory that has the bytes, padded. */
  readonly bytes: DataView;
  /** The position of the first byte. */
  readonly start: number;
  /** The position after the last byte. */
  readonly end: number;
}

/** The size of the blocks that small copies share, and the size up to which a copy is small. */
const BLOCK_SIZE = 8192;
const SMALL = 1024;

let block = new DataView(new ArrayBuffer(0));
let used = 0;

/**
 * Returns new memory for bytes, padded. Small ones share blocks: a typed array or a view takes longer to allocate than a
 * few hundred bytes to write, and each one makes garbage collections slower.
 */
export function allocatePadded(length: number): PaddedBytes {
  const size = length + COPY_PADDING;
  if (size > SMALL) return { bytes: new DataView(new ArrayBuffer(size)), start: 0, end: length };
  if (used + size > block.byteLength) {
    block = new DataView(new ArrayBuffer(BLOCK_SIZE));
    used = 0;
  }
  const start = used;
  used += size;
  return { bytes: block, start, end: start + length };
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
