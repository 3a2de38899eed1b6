import { Buffer } from "node:buffer";

/** The length up to which a loop is faster than the platform. */
const SHORT = 64;

/** Returns the number of bytes of a text as UTF-8. */
export function utf8Size(text: string): number {
  const { length } = text;
  if (length > SHORT) return Buffer.byteLength(text);
  for (let i = 0; i < length; i++) if (text.charCodeAt(i) >= 0x80) return Buffer.byteLength(text);
  return length;
}
