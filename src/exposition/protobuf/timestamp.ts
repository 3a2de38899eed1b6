import type { ByteWriter } from "../bytes/byte-writer.js";
import { varintSize } from "../bytes/number-bytes.js";
import { TIMESTAMP_NANOS, TIMESTAMP_SECONDS } from "./tags.js";

/** A `google.protobuf.Timestamp`: whole seconds, and nanoseconds from 0 to 999,999,999. */
export interface Timestamp {
  readonly whole: number;
  readonly nanos: number;
}

/** Converts a time in seconds to a timestamp. */
export function timestampOf(seconds: number): Timestamp {
  const whole = Math.floor(seconds);
  const nanos = Math.round((seconds - whole) * 1e9);
  return nanos === 1e9 ? { whole: whole + 1, nanos: 0 } : { whole, nanos };
}

/** Returns the size of a timestamp without its tag and its length. It is at most 18, so the length takes one byte. */
export function timestampSize({ whole, nanos }: Timestamp): number {
  return (whole === 0 ? 0 : 1 + varintSize(whole)) + (nanos === 0 ? 0 : 1 + varintSize(nanos));
}

/**
 * Writes a timestamp that is not before the Unix epoch, after a field's tag. The caller must have reserved 20 bytes.
 */
export function writeTimestamp(writer: ByteWriter, tag: number, timestamp: Timestamp): void {
  writer.byte(tag);
  writer.byte(timestampSize(timestamp));
  const { whole, nanos } = timestamp;
  if (whole !== 0) {
    writer.byte(TIMESTAMP_SECONDS);
    writer.varint(whole);
  }
  if (nanos === 0) return;
  writer.byte(TIMESTAMP_NANOS);
  writer.varint(nanos);
}
