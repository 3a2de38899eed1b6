import type { ByteWriter } from "../bytes/byte-writer.js";
import { varintSize } from "../bytes/number-bytes.js";

/** A google.protobuf.Timestamp: whole seconds, and nanoseconds from 0 to 999,999,999. */
export interface Timestamp {
  readonly whole: number;
  readonly nanos: number;
}

/** A time in seconds as a timestamp. */
export function timestampOf(seconds: number): Timestamp {
  const whole = Math.floor(seconds);
  const nanos = Math.round((seconds - whole) * 1e9);
  return nanos === 1e9 ? { whole: whole + 1, nanos: 0 } : { whole, nanos };
}

/** How many bytes a timestamp takes without its tag and its length; at most 18, so that its length takes one byte. */
export function timestampSize({ whole, nanos }: Timestamp): number {
  return (whole === 0 ? 0 : 1 + varintSize(whole)) + (nanos === 0 ? 0 : 1 + varintSize(nanos));
}

/** Writes a timestamp under a field's tag. Room for 20 bytes must have been made. */
export function writeTimestamp(writer: ByteWriter, tag: number, timestamp: Timestamp): void {
  const { whole, nanos } = timestamp;
  writer.byte(tag);
  writer.byte(timestampSize(timestamp));
  if (whole !== 0) {
    writer.byte(8);
    writer.varint(whole);
  }
  if (nanos === 0) return;
  writer.byte(16);
  writer.varint(nanos);
}
