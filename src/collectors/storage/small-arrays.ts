/**
 * The size of a block in bytes. A block stays in memory as long as one of its arrays does.
 */
const BLOCK_BYTES = 4096;

/** Arrays above this size in bytes get a buffer of their own. */
const LARGEST_SMALL = 128;

let block: ArrayBuffer | undefined;
let used = BLOCK_BYTES;

/**
 * Returns numbers, all 0. Small arrays share a buffer: V8 takes 208 bytes for an array of one number with a buffer of
 * its own, and 104 with a shared one. Most collectors of a program have one series or none.
 */
export function float64Array(length: number): Float64Array {
  const bytes = length * Float64Array.BYTES_PER_ELEMENT;
  return bytes > LARGEST_SMALL ? new Float64Array(length) : new Float64Array(blockFor(bytes), used - bytes, length);
}

/** Returns integers, all 0; see {@link float64Array}. */
export function int32Array(length: number): Int32Array {
  const bytes = length * Int32Array.BYTES_PER_ELEMENT;
  if (bytes > LARGEST_SMALL) return new Int32Array(length);
  const aligned = Math.ceil(bytes / 8) * 8;
  return new Int32Array(blockFor(aligned), used - aligned, length);
}

/** Reserves bytes, which end at `used`. */
function blockFor(bytes: number): ArrayBuffer {
  if (block === undefined || used + bytes > BLOCK_BYTES) {
    block = new ArrayBuffer(BLOCK_BYTES);
    used = 0;
  }
  used += bytes;
  return block;
}
