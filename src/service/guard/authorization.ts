import { Buffer, isUtf8 } from "node:buffer";

/** The content of an `Authorization` header. */
export type Credentials =
  | { readonly scheme: "basic"; readonly user: string; readonly password: string }
  | { readonly scheme: "bearer"; readonly token: string };

/** Longest header that is read. It holds the longest token and the longest user that can be configured. */
const MAX_LENGTH = 16_384;

/**
 * Reads an `Authorization` header: basic authentication with UTF-8 (RFC 7617), or a bearer token (RFC 6750).
 *
 * @param header - the value of the header
 * @returns `undefined` if the header is absent, malformed, too long or of another scheme
 */
export function parseAuthorization(header: string | undefined): Credentials | undefined {
  if (header === undefined || header.length > MAX_LENGTH) return undefined;
  const [, scheme, content] = /^(basic|bearer) +([^ ]+) *$/i.exec(header) ?? [];
  if (scheme === undefined || content === undefined) return undefined;
  return scheme.length === "basic".length ? parseBasic(content) : { scheme: "bearer", token: content };
}

function parseBasic(content: string): Credentials | undefined {
  // Buffer.from skips characters that are not base64.
  if (content.length % 4 !== 0 || !/^[A-Za-z0-9+/]+={0,2}$/.test(content)) return undefined;
  const bytes = Buffer.from(content, "base64");
  // Bytes that are not UTF-8 would all become the same character, and different passwords the same text.
  if (!isUtf8(bytes)) return undefined;
  const text = bytes.toString("utf8");
  const colon = text.indexOf(":");
  if (colon < 0) return undefined;
  return { scheme: "basic", user: text.slice(0, colon), password: text.slice(colon + 1) };
}
