import { type ServerResponse, STATUS_CODES } from "node:http";
import { isHttp2 } from "./response-kind.js";

/** Headers that describe one particular body. */
const bodyHeaders = [
  "Content-Disposition",
  "Content-Encoding",
  "Content-Length",
  "Content-Range",
  "ETag",
  "Last-Modified",
];

/**
 * Sets the status and removes headers of another body. A framework, middleware or a failed scrape may have set them.
 *
 * @param response - a response that has not been started
 * @param status - the status code
 */
export function beginResponse(response: ServerResponse, status: number): void {
  for (const name of bodyHeaders) response.removeHeader(name);
  response.statusCode = status;
  // HTTP/2 has no status texts, and Node.js emits a warning if one is set.
  if (!isHttp2(response)) response.statusMessage = STATUS_CODES[status] as string;
}

/**
 * Sets the length of a body, unless the response has `Transfer-Encoding`: clients reject a response with both headers.
 * Removing `Transfer-Encoding` instead would keep Node.js from sending streams in chunks.
 *
 * @param response - a response that has not been started
 * @param length - the length in bytes
 */
export function setLength(response: ServerResponse, length: number): void {
  if (!response.hasHeader("Transfer-Encoding")) response.setHeader("Content-Length", length);
}
