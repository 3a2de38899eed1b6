/** How many bytes a double of protobuf takes. */
export const DOUBLE_SIZE = 8;

/** Two digits at a time, as their character codes. */
const digitPairs = new Uint16Array(100).map((_, n) => ((n % 10) + 48) * 256 + Math.floor(n / 10) + 48);

/**
 * Writes a double, least byte first, with one bit pattern for all NaN: Prometheus reads a certain other one as the end of a
 * series. To choose the value first takes three times as long.
 */
export function putDouble(target: DataView, at: number, value: number): void {
  target.setFloat64(at, value, true);
  if (Number.isNaN(value)) target.setFloat64(at, Number.NaN, true);
}

/** How many bytes a whole number takes as a varint. */
export function varintSize(value: number): number {
  let size = 1;
  for (let rest = value; rest >= 0x80; rest = Math.floor(rest / 128)) size++;
  return size;
}

/** Writes a whole number from 0 to 2 ** 31 - 1 and returns where it ends. */
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

function digits(value: number): number {
  if (value < 1e5) return value < 10 ? 1 : value < 100 ? 2 : value < 1000 ? 3 : value < 1e4 ? 4 : 5;
  return value < 1e6 ? 6 : value < 1e7 ? 7 : value < 1e8 ? 8 : value < 1e9 ? 9 : 10;
}
