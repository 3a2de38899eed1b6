import { createServer, type Server, type ServerOptions } from "node:http";
import type { StartOptions } from "../options/start.js";

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

/**
 * Creates a server for HTTP, or for HTTPS.
 *
 * @param tls - the options of TLS, already checked
 */
export async function serverFor(tls: StartOptions["tls"]): Promise<Server> {
  const server = tls === undefined ? createServer(hardening) : await secureServer(tls);
  server.maxConnections = MAX_CONNECTIONS;
  return server;
}

async function secureServer(tls: NonNullable<StartOptions["tls"]>): Promise<Server> {
  const https = await import("node:https");
  // The minimum is explicit, because a command-line flag can lower the default.
  const minVersion = tls.minVersion ?? "TLSv1.2";
  return https.createServer({ ...hardening, handshakeTimeout: TLS_HANDSHAKE_MS, ...tls, minVersion });
}
