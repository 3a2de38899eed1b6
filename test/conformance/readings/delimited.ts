/**
 * Splits a stream of messages that are each preceded by their length as a varint.
 *
 * @throws {Error} if the stream ends inside a message
 */
export function splitDelimited(body: Uint8Array): Uint8Array[] {
  const messages: Uint8Array[] = [];
  let position = 0;
  while (position < body.length) {
    let length = 0;
    let shift = 0;
    let byte: number | undefined;
    do {
      byte = body[position++];
      if (byte === undefined || shift > 28) throw new Error(`message ${messages.length} has no valid length`);
      length += (byte & 0x7f) * 2 ** shift;
      shift += 7;
    } while (byte >= 0x80);
    if (position + length > body.length) {
      throw new Error(
        `message ${messages.length} should have ${length} bytes, the stream has ${body.length - position} left`,
      );
    }
    messages.push(body.subarray(position, position + length));
    position += length;
  }
  return messages;
}

/** Returns field 1 of length-delimited wire type with `message` as its value, as an entry of a wrapper message. */
export function asFieldOne(message: Uint8Array): Uint8Array {
  const length: number[] = [];
  let rest = message.length;
  for (; rest >= 0x80; rest >>>= 7) length.push((rest & 0x7f) | 0x80);
  return Buffer.concat([Uint8Array.of(0x0a, ...length, rest), message]);
}
