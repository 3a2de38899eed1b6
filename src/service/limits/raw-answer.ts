import { Buffer } from "node:buffer";
import { STATUS_CODES } from "node:http";
import { securityHeaders } from "../responses/security-headers.js";

/**
 * Returns a complete response for a request that cannot be parsed, so that there is no response object. It contains
 * nothing of the request.
 *
 * @param status - the status code
 * @param text - the body
 */
export function rawAnswer(status: number, text: string): string {
  const headers = [
    ["Connection", "close"],
    ["Content-Type", "text/plain; charset=utf-8"],
    ["Content-Length", Buffer.byteLength(text)],
    ...securityHeaders,
  ];
  const lines = headers.map(([name, value]) => `${name}: ${value}\r\n`);
  return `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${lines.join("")}\r\n${text}`;
}
