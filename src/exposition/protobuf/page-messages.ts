import type { ByteWriter } from "../bytes/byte-writer.js";
import { DOUBLE_SIZE, putDouble } from "../bytes/number-bytes.js";
import type { MessageBytes } from "../bytes/page-cache.js";

/**
 * Writes one message of a page.
 *
 * @param messages - the messages of the page
 * @param offset - the offset of the series in its page
 * @param value - the value of the series
 */
export function writeMessage(
  writer: ByteWriter,
  { bytes, starts, trailingBytes }: MessageBytes,
  offset: number,
  value: number,
): void {
  const from = starts[offset] as number;
  const to = starts[offset + 1] as number;
  writer.reserve(to - from);
  writer.range(bytes, from, to);
  putDouble(writer.view, writer.at - (trailingBytes[offset] as number) - DOUBLE_SIZE, value);
}

/**
 * Writes all messages of a page.
 *
 * @param messages - the messages of the page
 * @param values - the value of each series
 */
export function writePageMessages(
  writer: ByteWriter,
  { bytes, starts, trailingBytes }: MessageBytes,
  values: Float64Array,
): void {
  const count = trailingBytes.length;
  const first = starts[0] as number;
  const shift = writer.at - first;
  writer.bytes(new Uint8Array(bytes.buffer, first, (starts[count] as number) - first));
  const target = writer.view;
  for (let offset = 0; offset < count; offset++) {
    const end = shift + (starts[offset + 1] as number);
    putDouble(target, end - (trailingBytes[offset] as number) - DOUBLE_SIZE, values[offset] as number);
  }
}
