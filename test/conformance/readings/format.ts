/** The formats that readers distinguish. */
export type Format = "text 0.0.4" | "text 1.0.0" | "OpenMetrics" | "protobuf";

/** A body as a client received it. */
export interface Exposition {
  readonly contentType: string;
  readonly body: string | Uint8Array;
}

/** Returns the format of a content type. */
export function formatOf(contentType: string): Format {
  if (contentType.startsWith("application/openmetrics-text;")) return "OpenMetrics";
  if (contentType.startsWith("application/vnd.google.protobuf;")) return "protobuf";
  if (/^text\/plain;.*version=1\.0\.0/.test(contentType)) return "text 1.0.0";
  if (/^text\/plain;.*version=0\.0\.4/.test(contentType)) return "text 0.0.4";
  throw new Error(`no judge knows this content type: ${contentType}`);
}

/** Returns a key that is equal for equal expositions. */
export function keyOf({ contentType, body }: Exposition): string {
  return `${contentType}\n${Buffer.from(bytesOf(body)).toString("latin1")}`;
}

/** Returns the bytes of a body. */
export function bytesOf(body: string | Uint8Array): Uint8Array {
  return typeof body === "string" ? Buffer.from(body) : body;
}

const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/**
 * Returns the text of a body.
 *
 * @throws {TypeError} if it is not UTF-8
 */
export function textOf(body: string | Uint8Array): string {
  return typeof body === "string" ? body : decoder.decode(body);
}
