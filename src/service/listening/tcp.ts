import { type AddressInfo, isIPv6, type Server } from "node:net";
import type { TcpAddress } from "../options/listen.js";
import { listenOn } from "./listen-on.js";

/**
 * Lets a server listen on a TCP address.
 *
 * @returns the URL without its scheme, for example `//127.0.0.1:9464`
 * @throws {Error} if that fails
 */
export async function listenOnTcp(server: Server, address: TcpAddress): Promise<string> {
  const { host, port = 0, ipv6Only = false } = address;
  await listenOn(server, { host, port, ipv6Only }, host === undefined ? `port ${port}` : `port ${port} of ${host}`);
  return tcpUrl(host, (server.address() as AddressInfo).port);
}

/** Returns the URL of a TCP address, without its scheme. A wildcard address is not a host, so `localhost` stands for it. */
function tcpUrl(host: string | undefined, port: number): string {
  const isWildcard = host === undefined || host === "0.0.0.0" || /^[0:]+$/.test(host);
  if (isWildcard) return `//localhost:${port}`;
  // The percent sign of a zone, as in fe80::1%eth0, is escaped (RFC 6874).
  return `//${isIPv6(host) ? `[${host.replace("%", "%25")}]` : host}:${port}`;
}
