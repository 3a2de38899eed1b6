import type { IncomingMessage, ServerResponse } from "node:http";
import { Server as NetServer, type Socket } from "node:net";
import { clearTimeout, delayOf, setTimeout } from "../../platform/timers.js";
import { isHttp2 } from "../responses/response-kind.js";

/** An HTTP/2 session: the requests of one connection. */
interface Session {
  /** Announces the end to the client (GOAWAY), and closes the session when its requests have ended. */
  close(): void;
  once(event: "close", listener: () => void): unknown;
}

/** Options for {@link Connections}. */
interface ConnectionsOptions {
  /** The maximum number of connections of all servers together. */
  readonly maxConnections: number;
  /** Whether the process may exit while connections are open. */
  readonly unref: boolean;
}

/**
 * The connections of all servers of a service. Limits their number, and tracks them so that the service can stop
 * without cutting off a response.
 */
export class Connections {
  readonly #maxConnections: number;
  readonly #unref: boolean;
  /** The open connections of each server. */
  readonly #open = new Map<NetServer, Set<Socket>>();
  /** The responses in progress of each connection that has sent a request in HTTP/1. */
  readonly #responses = new Map<Socket, Set<ServerResponse>>();
  readonly #sessions = new Set<Session>();
  #whenIdle: (() => void) | undefined;

  constructor({ maxConnections, unref }: ConnectionsOptions) {
    this.#maxConnections = maxConnections;
    this.#unref = unref;
  }

  /**
   * Adds a server.
   *
   * @param server - a server for HTTP or HTTPS that does not listen yet. The requests of its HTTP/2 sessions, if any,
   * are tracked as sessions.
   */
  add(server: NetServer): void {
    const open = new Set<Socket>();
    this.#open.set(server, open);
    this.#limit();
    server.on("connection", (socket: Socket) => {
      if (this.#unref) socket.unref();
      open.add(socket);
      this.#limit();
      socket.once("close", () => {
        open.delete(socket);
        this.#limit();
      });
    });
    server.on("request", (request: IncomingMessage, response: ServerResponse) => {
      if (!isHttp2(response)) this.#begin(request.socket, response);
    });
    server.on("session", (session: Session) => this.#beginSession(session));
  }

  /** Whether a connection has a request in progress. */
  isBusy(socket: Socket): boolean {
    return (this.#responses.get(socket)?.size ?? 0) > 0;
  }

  /**
   * Stops accepting connections. Closes idle connections immediately, and each of the others after its last response.
   *
   * @param graceSeconds - the time after which the remaining connections are destroyed
   */
  async drain(graceSeconds: number): Promise<void> {
    const servers = [...this.#open.keys()];
    const closed = servers.map(stopListening);
    const idle = new Promise<void>((resolve) => {
      this.#whenIdle = resolve;
    });
    for (const [socket, responses] of this.#responses) {
      // Requests that were sent without waiting for a response are answered in order, so the last one is the end.
      const last = [...responses].at(-1);
      if (last === undefined) socket.destroy();
      else announceEnd(last);
    }
    for (const session of this.#sessions) session.close();
    this.#checkIdle();
    const timer = setTimeout(() => this.#whenIdle?.(), delayOf(graceSeconds));
    await idle;
    clearTimeout(timer);
    for (const sockets of this.#open.values()) for (const socket of sockets) socket.destroy();
    await Promise.all(closed);
    // The servers no longer listen, but still check for slow connections.
    for (const server of servers) server.close();
  }

  /**
   * Lets Node.js apply the limit, which each server has for its own connections: it closes further ones before they
   * cost anything.
   */
  #limit(): void {
    let total = 0;
    for (const { size } of this.#open.values()) total += size;
    // Until Node.js 21, 0 means no limit.
    for (const [server, { size }] of this.#open) server.maxConnections = this.#maxConnections - (total - size) || -1;
  }

  #begin(socket: Socket, response: ServerResponse): void {
    let responses = this.#responses.get(socket);
    if (responses === undefined) {
      responses = new Set();
      this.#responses.set(socket, responses);
      // Responses that wait for an earlier one emit no event when their connection closes.
      socket.once("close", () => {
        this.#responses.delete(socket);
        if (this.#whenIdle !== undefined) this.#checkIdle();
      });
    }
    responses.add(response);
    if (this.#whenIdle !== undefined) announceEnd(response);
    response.once("close", () => this.#end(socket, response));
  }

  #end(socket: Socket, response: ServerResponse): void {
    const responses = this.#responses.get(socket);
    responses?.delete(response);
    if (this.#whenIdle === undefined) return;
    if (responses?.size === 0) socket.destroy();
    this.#checkIdle();
  }

  #beginSession(session: Session): void {
    this.#sessions.add(session);
    session.once("close", () => {
      this.#sessions.delete(session);
      this.#checkIdle();
    });
    if (this.#whenIdle !== undefined) session.close();
  }

  #checkIdle(): void {
    if (this.#sessions.size > 0) return;
    for (const { size } of this.#responses.values()) if (size > 0) return;
    this.#whenIdle?.();
  }
}

/** Tells the client of a response that no further request can follow on its connection. */
function announceEnd(response: ServerResponse): void {
  if (!response.headersSent) response.setHeader("Connection", "close");
}

/**
 * Stops listening with the `close` of `node:net`. The `close` of an HTTP server also destroys connections whose
 * response is complete but not yet sent, so it is called last. It is the only one in runtimes whose HTTP servers do
 * not extend `net.Server`.
 */
function stopListening(server: NetServer): Promise<unknown> {
  const { close } = server instanceof NetServer ? NetServer.prototype : server;
  return new Promise((resolve) => close.call(server, resolve));
}
