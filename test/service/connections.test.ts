import { EventEmitter } from "node:events";
import type { Server as NetServer } from "node:net";
import { expect, test } from "vitest";
import { Connections } from "../../src/service/connections.js";

/** A server that is none of `node:net`, like the HTTP servers of Bun; its close calls back once its connections have closed. */
class ForeignServer extends EventEmitter {
  readonly open = new Set<EventEmitter>();
  listens = true;
  #closed: ((error?: Error) => void) | undefined;

  close(closed?: (error?: Error) => void): this {
    if (!this.listens) closed?.(new Error("Server is not running."));
    else this.#closed = closed;
    this.listens = false;
    this.#callBack();
    return this;
  }

  /** Opens a connection. */
  connect(): EventEmitter {
    const socket = Object.assign(new EventEmitter(), {
      destroy: () => {
        this.open.delete(socket);
        socket.emit("close");
        this.#callBack();
      },
    });
    this.open.add(socket);
    this.emit("connection", socket);
    return socket;
  }

  /** Has a connection ask for something; the answer is over when the response closes. */
  request(socket: EventEmitter): EventEmitter {
    const response = Object.assign(new EventEmitter(), { setHeader: () => {} });
    this.emit("request", { socket }, response);
    return response;
  }

  #callBack(): void {
    if (!this.listens && this.open.size === 0) this.#closed?.();
  }
}

test("a server of another runtime stops: idle connections at once, the others when they are answered", async () => {
  const server = new ForeignServer();
  const connections = new Connections(server as unknown as NetServer, false);
  const [idle, busy] = [server.connect(), server.connect()];
  server.request(idle).emit("close");
  const answer = server.request(busy);
  const stopped = connections.drain(60_000);
  expect([server.listens, ...server.open]).toEqual([false, busy]);
  answer.emit("close");
  await stopped;
  expect(server.open.size).toBe(0);
});

test("a server of another runtime cuts connections off when their time is over", async () => {
  const server = new ForeignServer();
  const connections = new Connections(server as unknown as NetServer, false);
  server.request(server.connect());
  server.connect();
  await connections.drain(1);
  expect([server.listens, server.open.size]).toEqual([false, 0]);
});
