import { createServer, type Server, type ServerOptions } from "node:http";
import type { SelfMetrics } from "../self-metrics.js";
import type { TlsSource } from "../tls/tls-source.js";

/**
 * Returns a function that creates servers for HTTP, or for HTTPS. A service has one for each address.
 *
 * @param tls - the options for TLS, already checked, if any
 * @param options - the options of the server
 * @param self - the metrics of the service
 * @throws {Error} if a file of TLS cannot be read, or its content is invalid
 */
export async function serverFactory(
  tls: TlsSource | undefined,
  options: ServerOptions,
  self: SelfMetrics,
): Promise<() => Server> {
  if (tls === undefined) return () => createServer(options);
  const { secureServerFactory } = await import("../tls/secure-server.js");
  return secureServerFactory(tls, options, self);
}
