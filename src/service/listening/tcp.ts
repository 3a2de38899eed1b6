import { type AddressInfo, isIPv6, type Server } from "node:net";
import type { TcpAddress } from "../options/addresses/tcp.js";
import { listenError, type Reasons } from "./listen-error.js";
import { listenOn } from "./listen-on.js";
import type { OpenAddress } from "./open-address.js";

const reasons: Reasons = {
  EADDRINUSE: "it is already in use. Stop the other server, or choose another port (0 for any free port)",
  EACCES: "permission denied. Choose a port of 1024 or above",
  EADDRNOTAVAIL: "this machine has no such address. Choose one of its addresses, or omit host",
  ENOTFOUND: "the host name does not exist. Check the option host",
  EAI_AGAIN: "the host name cannot be resolved at the moment. Try again later",
};

/**
 * Lets a server listen on a TCP address.
 *
 * @param scheme - the scheme of the URL
 * @throws {Error} if that fails
 */
export async function listenOnTcp(server: Server, address: TcpAddress, scheme: string): Promise<OpenAddress> {
  const { host, port = 0, ipv6Only = false } = address;
  try {
    await listenOn(server, { host, port, ipv6Only });
  } catch (error) {
    const where = host === undefined ? `port ${port}` : `port ${port} of ${host}`;
    throw listenError(error as NodeJS.ErrnoException, where, reasons);
  }
  return { url: tcpUrl(scheme, host, (server.address() as AddressInfo).port), isTcp: true };
}

/** Returns the URL of a TCP address. A wildcard address is not a host, so `localhost` stands for it. */
export function tcpUrl(scheme: string, host: string | undefined, port: number): string {
  const isWildcard = host === undefined || host === "0.0.0.0" || /^[0:]+$/.test(host);
  if (isWildcard) return `${scheme}://localhost:${port}`;
  // The percent sign of a zone, as in fe80::1%eth0, is escaped (RFC 6874).
  return `${scheme}://${isIPv6(host) ? `[${host.replace("%", "%25")}]` : host}:${port}`;
}
