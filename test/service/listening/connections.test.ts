import { EventEmitter } from "node:events";
import type { Server as NetServer } from "node:net";
import { expect, test } from "vitest";
import { Connections } from "../../../src/service/listening/connections.js";

/** A server that does not extend `net.Server`, like the HTTP servers of Bun. Its `close` calls back after all connections have closed. */
class ForeignServer extends EventEmitter {
  readonly open = new Set<EventEmitter>();
  /** The connections that were destroyed, in order. */
  readonly destroyed: EventEmitter[] = [];
  /** The headers that were set on responses. */
  readonly headers: string[] = [];
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
        this.destroyed.push(socket);
        this.open.delete(socket);
        socket.emit("close");
        this.#callBack();
      },
    });
    this.open.add(socket);
    this.emit("connection", socket);
    return socket;
  }

  /** Emits a request of a connection. It is complete when the response closes. */
  request(socket: EventEmitter): EventEmitter {
    const response = Object.assign(new EventEmitter(), {
      setHeader: (name: string, value: string) => this.headers.push(`${name}: ${value}`),
    });
    this.emit("request", { socket }, response);
    return response;
  }

  #callBack(): void {
    if (!this.listens && this.open.size === 0) this.#closed?.();
  }
}

/** Returns the connections of a server. */
function connectionsOf(server: ForeignServer): Connections {
  const connections = new Connections({ maxConnections: 1000, unref: false });
  connections.add(server as unknown as NetServer);
  return connections;
}

test("a server of another runtime closes idle connections immediately and the others after their response", async () => {
  const server = new ForeignServer();
  const connections = connectionsOf(server);
  const [idle, busy] = [server.connect(), server.connect()];
  server.request(idle).emit("close");
  const answer = server.request(busy);
  const stopped = connections.drain(60_000);
  expect([server.listens, ...server.open]).toEqual([false, busy]);
  answer.emit("close");
  await stopped;
  expect(server.open.size).toBe(0);
});

test("a server of another runtime destroys connections after the grace period", async () => {
  const server = new ForeignServer();
  const connections = connectionsOf(server);
  server.request(server.connect());
  server.connect();
  await connections.drain(1);
  expect([server.listens, server.open.size]).toEqual([false, 0]);
});

test("a request that arrives while the server stops closes its connection after the last response", async () => {
  const server = new ForeignServer();
  const connections = connectionsOf(server);
  const busy = server.connect();
  const first = server.request(busy);
  expect(server.headers).toEqual([]);
  const stopped = connections.drain(60_000);
  expect(server.headers).toEqual(["Connection: close"]);
  const second = server.request(busy);
  expect(server.headers).toEqual(["Connection: close", "Connection: close"]);
  first.emit("close");
  expect([...server.open]).toEqual([busy]);
  second.emit("close");
  expect(server.open.size).toBe(0);
  await stopped;
});

test("of several responses of a connection, the last announces the end", async () => {
  const server = new ForeignServer();
  const connections = connectionsOf(server);
  const busy = server.connect();
  const [first, second] = [server.request(busy), server.request(busy)];
  const stopped = connections.drain(60_000);
  expect(server.headers).toEqual(["Connection: close"]);
  first.emit("close");
  expect([...server.open]).toEqual([busy]);
  second.emit("close");
  await stopped;
  expect(server.open.size).toBe(0);
});

test("a connection with many requests gets no further listeners", () => {
  const server = new ForeignServer();
  connectionsOf(server);
  const busy = server.connect();
  server.request(busy).emit("close");
  const listeners = busy.listenerCount("close");
  for (let n = 0; n < 20; n++) server.request(busy).emit("close");
  expect(busy.listenerCount("close")).toBe(listeners);
});

test("a connection that closed during a response does not delay the stop and is not closed again", async () => {
  const server = new ForeignServer();
  const connections = connectionsOf(server);
  const [gone, late] = [server.connect(), server.connect()];
  server.request(gone);
  const answer = server.request(late);
  for (const socket of [gone, late]) {
    server.open.delete(socket);
    socket.emit("close");
  }
  answer.emit("close");
  await connections.drain(60_000);
  expect(server.destroyed).toEqual([]);
});
