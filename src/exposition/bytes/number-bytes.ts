/** The size of a protobuf double in bytes. */
export const DOUBLE_SIZE = 8;

/** The character codes of the two digits of each number below 100, as they are stored in two bytes. */
const digitPairs = new Uint16Array(100).map((_, n) => ((n % 10) + 48) * 256 + Math.floor(n / 10) + 48);

/**
 * Returns the value, with the same bit pattern for every NaN. Prometheus reads one of the other patterns as the end of
 * a series.
 */
export function canonicalNaN(value: number): number {
  return Number.isNaN(value) ? Number.NaN : value;
}

/**
 * Writes a double in little-endian order, with the same bit pattern for every NaN. Calling {@link canonicalNaN} instead
 * takes three times as long.
 */
export function putDouble(target: DataView, at: number, value: number): void {
  target.setFloat64(at, value, true);
  if (Number.isNaN(value)) target.setFloat64(at, Number.NaN, true);
}

/** Returns the size of a whole number as a varint. */
export function varintSize(value: number): number {
  let size = 1;
  for (let rest = value; rest >= 0x80; rest = Math.floor(rest / 128)) size++;
  return size;
}

/** Writes a whole number from 0 to 2 ** 31 - 1 and returns the offset after it. */
export function putDigits(target: DataView, start: number, value: number): number {
  const end = start + digits(value);
  let rest = value;
  let at = end;
  while (rest >= 10) {
    const next = (rest / 100) | 0;
    at -= 2;
    target.setUint16(at, digitPairs[rest - next * 100] as number, true);
    rest = next;
  }
  if (at > start) target.setUint8(start, rest + 48);
  return end;
}

/** Returns the number of digits of a whole number from 0 to 2 ** 31 - 1. */
export function digits(value: number): number {
  if (value < 1e5) return value < 10 ? 1 : value < 100 ? 2 : value < 1000 ? 3 : value < 1e4 ? 4 : 5;
  return value < 1e6 ? 6 : value < 1e7 ? 7 : value < 1e8 ? 8 : value < 1e9 ? 9 : 10;
}
