import { createServer, type Server, type ServerOptions } from "node:http";
import type { AddressInfo } from "node:net";
import { isIPv6 } from "node:net";
import { reportOnce } from "../globals/error-listener.js";
import { withCode } from "../model/errors/coded-error.js";
import { Connections } from "./connections.js";
import type { StartOptions } from "./options.js";
import type { RequestHandler } from "./request-handler.js";

const hardening: ServerOptions = {
  // Longer than the usual interval between two scrapes, so that scrapes can reuse a connection.
  keepAliveTimeout: 75_000,
  // Requests have no body worth mentioning, so a slow one only serves to hold the connection.
  headersTimeout: 10_000,
  requestTimeout: 20_000,
  connectionsCheckingInterval: 5000,
};

/** Each connection takes a socket and a few kilobytes. Scrapers need only a few connections. */
const MAX_CONNECTIONS = 1000;

const TLS_HANDSHAKE_MS = 10_000;

/** A listening server. */
export class Listener {
  /** The URL of the server, without a trailing slash. */
  readonly url: string;
  readonly #connections: Connections;

  private constructor(connections: Connections, url: string) {
    this.#connections = connections;
    this.url = url;
  }

  /**
   * Opens a server.
   *
   * @param handler - the handler of its requests
   * @param options - the options, already checked
   * @throws {Error} if the server cannot listen there; the message names the reason and the remedy, and `cause` is the error
   * of the system
   */
  static async open(handler: RequestHandler, options: StartOptions): Promise<Listener> {
    const { host, port = 0, tls, unref = false } = options;
    const server = await serverFor(tls);
    server.maxConnections = MAX_CONNECTIONS;
    const connections = new Connections(server, unref);
    server.on("request", handler);
    await new Promise<void>((resolve, reject) => {
      server.once("error", (error: NodeJS.ErrnoException) => reject(listenError(error, host, port)));
      server.listen({ port, host }, () => resolve());
    });
    // Without a listener, an error while accepting a connection (such as too many open files) would end the process.
    server.on("error", (error) => reportOnce(server, error, { source: "service", code: "NARTHEX_SERVER_FAILED" }));
    if (unref) server.unref();
    const scheme = tls === undefined ? "http" : "https";
    return new Listener(connections, `${scheme}://${hostInUrl(host)}:${(server.address() as AddressInfo).port}`);
  }

  /**
   * Stops listening. Responses in progress may complete.
   *
   * @param graceSeconds - the time for responses to complete
   */
  async close(graceSeconds: number): Promise<void> {
    await this.#connections.drain(graceSeconds);
  }
}

async function serverFor(tls: StartOptions["tls"]): Promise<Server> {
  if (tls === undefined) return createServer(hardening);
  const https = await import("node:https");
  // The minimum is explicit, because a command-line flag can lower the default.
  const minVersion = tls.minVersion ?? "TLSv1.2";
  return https.createServer({ ...hardening, handshakeTimeout: TLS_HANDSHAKE_MS, ...tls, minVersion });
}

/** Returns the host for a URL. A wildcard address is not a host, so `localhost` stands for it. */
function hostInUrl(host: string | undefined): string {
  if (host === undefined || host === "0.0.0.0" || /^[0:]+$/.test(host)) return "localhost";
  return isIPv6(host) ? `[${host}]` : host;
}

function listenError(error: NodeJS.ErrnoException, host: string | undefined, port: number): Error {
  const where = host === undefined ? `port ${port}` : `port ${port} of ${host}`;
  const reasons: Readonly<Record<string, string>> = {
    EADDRINUSE: "it is already in use. Stop the other server, or choose another port (0 for any free port)",
    EACCES: "permission denied. Choose a port of 1024 or above",
    EADDRNOTAVAIL: "this machine has no such address. Choose one of its addresses, or omit host",
    ENOTFOUND: "the host name does not exist. Check the option host",
    EAI_AGAIN: "the host name cannot be resolved at the moment. Try again later",
  };
  const reason = reasons[error.code ?? ""] ?? error.message;
  return withCode(
    "NARTHEX_LISTEN_FAILED",
    new Error(`Service.start: cannot listen on ${where}: ${reason}.`, { cause: error }),
  );
}
