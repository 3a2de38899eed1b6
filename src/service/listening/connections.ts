import type { IncomingMessage, ServerResponse } from "node:http";
import { Server as NetServer, type Socket } from "node:net";
import { clearTimeout, delayOf, setTimeout } from "../../platform/timers.js";

/** The connections of a server. Tracks them so that the server can stop without cutting off a response. */
export class Connections {
  readonly #server: NetServer;
  readonly #open = new Set<Socket>();
  /** The number of requests in progress of each connection that has sent a request. */
  readonly #requests = new Map<Socket, number>();
  #whenIdle: (() => void) | undefined;

  /**
   * @param server - an HTTP or HTTPS server
   * @param unref - whether the process may exit while connections are open
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
   * Stops accepting connections. Closes idle connections immediately, and each of the others after its last response.
   *
   * @param graceSeconds - the time after which the remaining connections are destroyed
   */
  async drain(graceSeconds: number): Promise<void> {
    const closed = this.#stopListening();
    const idle = new Promise<void>((resolve) => {
      this.#whenIdle = resolve;
    });
    for (const [socket, count] of this.#requests) if (count === 0) socket.destroy();
    this.#closeIfIdle();
    const timer = setTimeout(() => this.#whenIdle?.(), delayOf(graceSeconds));
    await idle;
    clearTimeout(timer);
    for (const socket of this.#open) socket.destroy();
    await closed;
    // The server no longer listens, but still checks for slow connections.
    this.#server.close();
  }

  /**
   * Stops listening with the `close` of `node:net`. The `close` of an HTTP server also destroys connections whose
   * response is complete but not yet sent, so it is called last. It is the only one in runtimes whose HTTP servers do
   * not extend `net.Server`.
   */
  #stopListening(): Promise<unknown> {
    const { close } = this.#server instanceof NetServer ? NetServer.prototype : this.#server;
    return new Promise((resolve) => close.call(this.#server, resolve));
  }

  #begin(request: IncomingMessage, response: ServerResponse): void {
    const { socket } = request;
    const count = this.#requests.get(socket);
    if (count === undefined) socket.once("close", () => this.#requests.delete(socket));
    this.#requests.set(socket, (count ?? 0) + 1);
    if (this.#whenIdle !== undefined) response.setHeader("Connection", "close");
    response.once("close", () => this.#end(socket));
  }

  #end(socket: Socket): void {
    const count = (this.#requests.get(socket) ?? 1) - 1;
    if (this.#requests.has(socket)) this.#requests.set(socket, count);
    if (this.#whenIdle === undefined) return;
    if (count === 0) socket.destroy();
    this.#closeIfIdle();
  }

  #closeIfIdle(): void {
    for (const count of this.#requests.values()) if (count > 0) return;
    this.#whenIdle?.();
  }
}
