import { isIPv4 } from "node:net";
import { withCode } from "../../../model/errors/coded-error.js";
import { boolean, checkOptions, type OptionRules } from "../../../validation/options.js";

/** A TCP address on which a service listens. */
export interface TcpAddress {
  /** Address or host name to listen on, such as `127.0.0.1`, `::1` or `fe80::1%eth0` (default: all addresses). */
  readonly host?: string | undefined;
  /** Port, from 0 to 65535 (default 0: any free port, see {@link Service.urls}). */
  readonly port?: number | undefined;
  /** Whether an IPv6 address accepts no connections over IPv4 (default false: `::` accepts both). */
  readonly ipv6Only?: boolean | undefined;
}

/**
 * The rules of a TCP address.
 *
 * @internal
 */
export const tcpRules: OptionRules<keyof TcpAddress> = {
  host: { rule: "must be an address or a host name", holds: (value) => typeof value === "string" && value !== "" },
  port: {
    rule: "must be a whole number from 0 to 65535",
    type: "number",
    holds: (value: number) => Number.isInteger(value) && value >= 0 && value <= 65_535,
  },
  ipv6Only: boolean,
};

/**
 * Checks an element of a list of addresses.
 *
 * @param option - the name of the element, for example `listen[0]`
 * @internal
 */
export function checkTcpAddress(subject: string, option: string, value: unknown): void {
  checkOptions(subject, value, tcpRules, option);
  checkFamily(subject, value as TcpAddress, `${option}.`);
}

/**
 * Throws if an address is one of IPv4 and has the option `ipv6Only`.
 *
 * @param path - the options before it, with a dot
 * @internal
 */
export function checkFamily(subject: string, { host, ipv6Only }: TcpAddress, path = ""): void {
  if (ipv6Only && host !== undefined && isIPv4(host))
    throw withCode(
      "NARTHEX_CONFLICTING_OPTIONS",
      new TypeError(`${subject}: ${path}ipv6Only must not be set together with the IPv4 address ${host}.`),
    );
}
