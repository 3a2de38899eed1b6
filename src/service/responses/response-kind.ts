import { ServerResponse } from "node:http";
import { Duplex } from "node:stream";

/**
 * Whether a response goes to a client over a connection. Tests and serverless platforms use responses that collect the
 * bytes. These may lack timers, events and even a socket, and have no slow client. The socket is `null` while the
 * response waits for an earlier one on the same connection.
 */
export function isConnected({ socket }: ServerResponse): boolean {
  return socket === null || socket instanceof Duplex;
}

/** Whether a response is one of HTTP/2. The version of its request does not tell: Node.js accepts any in HTTP/1. */
export function isHttp2(response: ServerResponse): boolean {
  return "stream" in response;
}

/**
 * Whether the memory of written bytes can be reused after the callback of `write` or the event `finish`. Middleware
 * that replaces `write` or `end`, and responses that collect the bytes, may need the memory for longer.
 */
export function releasesMemory(response: ServerResponse): boolean {
  const { write, end } = ServerResponse.prototype;
  return response.write === write && response.end === end && isConnected(response);
}
