import { createServer, type Server, type ServerOptions } from "node:http";
import type { StartOptions } from "../options/start.js";

const TLS_HANDSHAKE_MS = 10_000;

/**
 * Returns a function that creates servers for HTTP, or for HTTPS. A service has one for each address.
 *
 * @param tls - the options of TLS, already checked
 * @param options - the options of the server
 */
export async function serverFactory(tls: StartOptions["tls"], options: ServerOptions): Promise<() => Server> {
  if (tls === undefined) return () => createServer(options);
  const https = await import("node:https");
  // The minimum is explicit, because a command-line flag can lower the default.
  const minVersion = tls.minVersion ?? "TLSv1.2";
  const tlsOptions = { ...options, handshakeTimeout: TLS_HANDSHAKE_MS, ...tls, minVersion };
  return () => https.createServer(tlsOptions);
}
