import type { Socket } from "node:net";

const callbacks = new WeakMap<Socket, Set<() => void>>();

/**
 * Calls a function when a connection closes. A response that waits for an earlier one on its connection emits no event
 * then. The connection gets one listener for all of its responses, because Node.js warns of many.
 *
 * @returns a function that cancels the call
 */
export function onConnectionClose(socket: Socket, callback: () => void): () => void {
  let waiting = callbacks.get(socket);
  if (waiting === undefined) {
    const added = new Set<() => void>();
    callbacks.set(socket, added);
    socket.once("close", () => {
      for (const call of added) call();
    });
    waiting = added;
  }
  waiting.add(callback);
  return () => waiting.delete(callback);
}
