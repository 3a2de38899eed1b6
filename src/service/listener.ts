import { createServer, type Server, type ServerOptions } from "node:http";
import type { AddressInfo } from "node:net";
import { isIPv6 } from "node:net";
import { reportOnce } from "../globals/error-listener.js";
import { Connections } from "./connections.js";
import type { StartOptions } from "./options.js";
import type { RequestHandler } from "./request-handler.js";

const hardening: ServerOptions = {
  // A connection outlives the usual interval between two scrapes, so that not each has to open one.
  keepAliveTimeout: 75_000,
  // Requests have no body to speak of: who sends one slowly holds the connection for the sake of it.
  headersTimeout: 10_000,
  requestTimeout: 20_000,
  connectionsCheckingInterval: 5000,
};

/** Each holds a socket and some kilobytes; scrapers need a few. */
const MAX_CONNECTIONS = 1000;

const TLS_HANDSHAKE_MS = 10_000;

/** A server that listens. */
export class Listener {
  /** Where it is, without a slash at the end. */
  readonly url: string;
  readonly #connections: Connections;

  private constructor(connections: Connections, url: string) {
    this.#connections = connections;
    this.url = url;
  }

  /**
   * Opens a server.
   *
   * @param handler - answers its requests
   * @param options - checked already
   * @throws Error that says why it cannot listen there, and what to do
   */
  static async open(handler: RequestHandler, options: StartOptions): Promise<Listener> {
    const { host, port = 0, tls, unref = false } = options;
    const server = await serverFor(tls);
    server.maxConnections = MAX_CONNECTIONS;
    const connections = new Connections(server, unref);
    server.on("request", handler);
    await new Promise<void>((resolve, reject) => {
      server.once("error", (error: NodeJS.ErrnoException) => reject(explained(error, host, port)));
      server.listen({ port, ...(host !== undefined && { host }) }, () => resolve());
    });
    server.removeAllListeners("error");
    // Without a listener, an error in accepting a connection (such as too many open files) would end the process.
    server.on("error", (error) => reportOnce(server, error, { source: "service", cause: "server" }));
    if (unref) server.unref();
    const scheme = tls === undefined ? "http" : "https";
    return new Listener(connections, `${scheme}://${hostInUrl(host)}:${(server.address() as AddressInfo).port}`);
  }

  /**
   * Stops listening; running answers go on for a while.
   *
   * @param graceMs - how long
   */
  async close(graceMs: number): Promise<void> {
    await this.#connections.drain(graceMs);
  }
}

async function serverFor(tls: StartOptions["tls"]): Promise<Server> {
  if (tls === undefined) return createServer(hardening);
  const https = await import("node:https");
  // The minimum is written down since a flag of the process can lower the default.
  return https.createServer({ ...hardening, handshakeTimeout: TLS_HANDSHAKE_MS, minVersion: "TLSv1.2", ...tls });
}

/** All addresses of the machine have no name; `localhost` is one of them. */
function hostInUrl(host: string | undefined): string {
  if (host === undefined || host === "0.0.0.0" || /^[0:]+$/.test(host)) return "localhost";
  return isIPv6(host) ? `[${host}]` : host;
}

function explained(error: NodeJS.ErrnoException, host: string | undefined, port: number): Error {
  const where = host === undefined ? `port ${port}` : `port ${port} of ${host}`;
  const reasons: Readonly<Record<string, string>> = {
    EADDRINUSE: "it is in use; stop what listens there, or choose another port (0 takes any free one)",
    EACCES: "this process may not; choose a port of 1024 or more",
    EADDRNOTAVAIL: "this machine has no such address",
    ENOTFOUND: "there is no host of this name",
    EAI_AGAIN: "the host name cannot be resolved now",
  };
  const reason = reasons[error.code ?? ""] ?? error.message;
  return Object.assign(new Error(`Service.start: cannot listen on ${where}: ${reason}.`, { cause: error }), {
    code: error.code,
  });
}
