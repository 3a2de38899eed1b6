import { Buffer } from "node:buffer";
import type { OutgoingHttpHeaders, ServerResponse } from "node:http";
import { beginAnswer, setLength } from "./response-head.js";

/**
 * Answers with a whole text: anything but metrics.
 *
 * @param response - nothing of it may be sent yet
 * @param status - the status code
 * @param text - the body; Node leaves it out when the request was `HEAD`
 * @param headers - what is to be said beside the length, and instead of `text/plain`
 */
export function sendText(
  response: ServerResponse,
  status: number,
  text: string,
  headers: OutgoingHttpHeaders = {},
): void {
  beginAnswer(response, status);
  setLength(response, Buffer.byteLength(text));
  response.writeHead(status, {
    "Content-Type": "text/plain; charset=utf-8",
    "X-Content-Type-Options": "nosniff",
    ...headers,
  });
  response.end(text);
}

/**
 * Answers a request whose method is not taken.
 *
 * @returns whether it was answered: not for `GET` and `HEAD`
 */
export function rejectUnsupportedMethod(method: string | undefined, response: ServerResponse): boolean {
  if (method === "GET" || method === "HEAD") return false;
  sendText(response, 405, "Only GET and HEAD are allowed here.\n", { Allow: "GET, HEAD" });
  return true;
}
