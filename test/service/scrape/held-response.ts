import { IncomingMessage, ServerResponse } from "node:http";
import { Socket } from "node:net";
import { SendDeadline } from "../../../src/service/limits/send-deadline.js";

/** A deadline that no test reaches. */
export const distantDeadline = new SendDeadline(3600, () => {});

/** Returns a response whose connection accepts bytes when the test says so. */
export function heldResponse() {
  const taken: Buffer[] = [];
  const waiting: (() => void)[] = [];
  const socket = new Socket();
  socket._write = (chunk, _, done) => {
    waiting.push(() => {
      // Copied only now, because the system may read the memory this late.
      taken.push(Buffer.from(chunk));
      done();
    });
  };
  socket._writev = null as unknown as NonNullable<Socket["_writev"]>;
  const response = new ServerResponse(new IncomingMessage(socket));
  response.assignSocket(socket);
  let isSent = false;
  response.once("finish", () => {
    isSent = true;
  });
  const flush = async (): Promise<void> => {
    while (!isSent) {
      for (const take of waiting.splice(0)) take();
      await new Promise((resolve) => setImmediate(resolve));
    }
  };
  const body = (): Buffer => {
    const sent = Buffer.concat(taken);
    return sent.subarray(sent.indexOf("\r\n\r\n") + 4);
  };
  return { response, flush, body };
}

/** Returns a promise that rejects when the test says that the client has disconnected. */
export function disconnecting() {
  let disconnect = (): void => {};
  const disconnected = new Promise<never>((_, reject) => {
    disconnect = () => reject(new Error("the client has disconnected"));
  });
  return { disconnected, disconnect };
}
