import { validateHeaderName, validateHeaderValue } from "node:http";

/** Headers that Node.js or a handler must set itself. A wrong one would break the connection or the authentication. */
const reserved: ReadonlySet<string> = new Set([
  "connection",
  "content-encoding",
  "content-length",
  "content-range",
  "content-type",
  "date",
  "keep-alive",
  "proxy-connection",
  "retry-after",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
  "www-authenticate",
]);

/** Whether a name and a value are allowed in an HTTP message. */
export function isValidHeader(name: string, value: unknown): boolean {
  try {
    validateHeaderName(name);
    validateHeaderValue(name, value as string);
    return typeof value === "string";
  } catch {
    return false;
  }
}

/** Whether a header describes the message or its connection, so that it cannot be configured. */
export function isReservedHeader(name: string): boolean {
  return reserved.has(name.toLowerCase());
}
