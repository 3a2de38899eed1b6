import { type ServerResponse, STATUS_CODES } from "node:http";

/** Headers that tell of one body alone. */
const ofBody = ["Content-Disposition", "Content-Encoding", "Content-Length", "Content-Range", "ETag", "Last-Modified"];

/**
 * Sets the status, and drops what was said of another body: a framework, middleware or a scrape that failed may have set both.
 *
 * @param response - nothing of it may be sent yet
 * @param status - the status code
 */
export function beginAnswer(response: ServerResponse, status: number): void {
  for (const name of ofBody) response.removeHeader(name);
  response.statusCode = status;
  // HTTP/2 has no status texts, and Node.js warns who sets one.
  if (!("stream" in response)) response.statusMessage = STATUS_CODES[status] ?? "";
}

/**
 * Sets the length of a body, unless the response was said to be sent in chunks: clients refuse both together. Removing
 * `Transfer-Encoding` instead would keep Node.js from sending streams in chunks.
 *
 * @param length - in bytes
 */
export function setLength(response: ServerResponse, length: number): void {
  if (!response.hasHeader("Transfer-Encoding")) response.setHeader("Content-Length", length);
}
