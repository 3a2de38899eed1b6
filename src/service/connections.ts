import type { IncomingMessage, ServerResponse } from "node:http";
import { Server as NetServer, type Socket } from "node:net";
import { clearTimeout, setTimeout } from "../platform/timers.js";

/** The connections of a server, so that it can be stopped without cutting off an answer. */
export class Connections {
  readonly #server: NetServer;
  readonly #open = new Set<Socket>();
  /** Of each connection that has brought a request: how many answers are under way. */
  readonly #answering = new Map<Socket, number>();
  #whenIdle: (() => void) | undefined;

  /**
   * @param server - an HTTP or HTTPS server
   * @param unref - whether its connections let the process end
   */
  constructor(server: NetServer, unref: boolean) {
    this.#server = server;
    server.on("connection", (socket: Socket) => {
      if (unref) socket.unref();
      this.#open.add(socket);
      socket.once("close", () => this.#open.delete(socket));
    });
    server.on("request", (request: IncomingMessage, response: ServerResponse) => this.#begin(request, response));
  }

  /**
   * Takes no more connections, closes idle ones at once and the others when they have been answered.
   *
   * @param graceMs - after this time they are cut off
   */
  async drain(graceMs: number): Promise<void> {
    const closed = this.#stopListening();
    const idle = new Promise<void>((resolve) => {
      this.#whenIdle = resolve;
    });
    for (const [socket, count] of this.#answering) if (count === 0) socket.destroy();
    this.#closeIfIdle();
    const timer = setTimeout(() => this.#whenIdle?.(), graceMs);
    await idle;
    clearTimeout(timer);
    for (const socket of this.#open) socket.destroy();
    await closed;
    // It listens no more, but has not yet stopped to look for slow connections.
    this.#server.close();
  }

  /**
   * The close of an HTTP server would also cut off answers that are complete but not yet sent to the end, so it comes last. In
   * runtimes whose HTTP servers are not built on those of `node:net`, there is no other close.
   */
  #stopListening(): Promise<unknown> {
    const { close } = this.#server instanceof NetServer ? NetServer.prototype : this.#server;
    return new Promise((resolve) => close.call(this.#server, resolve));
  }

  #begin(request: IncomingMessage, response: ServerResponse): void {
    const { socket } = request;
    const count = this.#answering.get(socket);
    if (count === undefined) socket.once("close", () => this.#answering.delete(socket));
    this.#answering.set(socket, (count ?? 0) + 1);
    if (this.#whenIdle !== undefined) response.setHeader("Connection", "close");
    response.once("close", () => this.#end(socket));
  }

  #end(socket: Socket): void {
    const count = (this.#answering.get(socket) ?? 1) - 1;
    if (this.#answering.has(socket)) this.#answering.set(socket, count);
    if (this.#whenIdle === undefined) return;
    if (count === 0) socket.destroy();
    this.#closeIfIdle();
  }

  #closeIfIdle(): void {
    for (const count of this.#answering.values()) if (count > 0) return;
    this.#whenIdle?.();
  }
}
