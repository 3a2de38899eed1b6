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

const TLS_HANDSHAKE_MS = 10_000;

/**
 * Returns a function that creates servers for HTTP, or for HTTPS. A service has one for each address.
 *
 * @param tls - the options of TLS, already checked
 */
export async function serverFactory(tls: StartOptions["tls"]): Promise<() => Server> {
  if (tls === undefined) return () => createServer(hardening);
  const https = await import("node:https");
  // The minimum is explicit, because a command-line flag can lower the default.
  const minVersion = tls.minVersion ?? "TLSv1.2";
  const options = { ...hardening, handshakeTimeout: TLS_HANDSHAKE_MS, ...tls, minVersion };
  return () => https.createServer(options);
}
