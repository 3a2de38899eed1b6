import { ServerResponse } from "node:http";
import { Duplex } from "node:stream";

/**
 * Whether a response goes to a client over a connection. Tests and serverless platforms have responses that collect the bytes:
 * these may lack timers, events and even a socket, and no client can be slow. The socket is `null` while the response waits
 * for one that came before it on the same connection.
 */
export function isConnected({ socket }: ServerResponse): boolean {
  return socket === null || socket instanceof Duplex;
}

/**
 * Whether the bytes of a response are on their way, and their memory free for other bytes, when it calls back or has finished.
 * Middleware that puts its own `write` or `end` in place, and responses that collect the bytes, may need them for longer.
 */
export function releasesMemory(response: ServerResponse): boolean {
  const { write, end } = ServerResponse.prototype;
  return response.write === write && response.end === end && isConnected(response);
}
