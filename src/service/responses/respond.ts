import { Buffer } from "node:buffer";
import type { OutgoingHttpHeaders, ServerResponse } from "node:http";
import { beginResponse, setLength } from "./response-head.js";
import { setSecurityHeaders } from "./security-headers.js";

/**
 * Sends a text other than metrics.
 *
 * @param response - a response that has not been started
 * @param status - the status code
 * @param text - the body; Node.js omits it if the request was `HEAD`
 * @param headers - further headers, which may replace the default `Content-Type` of `text/plain`
 */
export function sendText(
  response: ServerResponse,
  status: number,
  text: string,
  headers: OutgoingHttpHeaders = {},
): void {
  beginResponse(response, status);
  setLength(response, Buffer.byteLength(text));
  setSecurityHeaders(response);
  response.writeHead(status, { "Content-Type": "text/plain; charset=utf-8", ...headers });
  response.end(text);
}

/**
 * Rejects a request whose method is neither `GET` nor `HEAD`.
 *
 * @returns whether it was rejected
 */
export function rejectUnsupportedMethod(method: string | undefined, response: ServerResponse): boolean {
  if (method === "GET" || method === "HEAD") return false;
  sendText(response, 405, "Only GET and HEAD are allowed here.\n", { Allow: "GET, HEAD" });
  return true;
}
