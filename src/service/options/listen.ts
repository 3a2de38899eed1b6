import { throwInvalidOption } from "../../validation/errors.js";
import type { OptionCheck } from "../../validation/options.js";
import { checkSystemdSockets, type SystemdSockets } from "./addresses/systemd.js";
import { checkTcpAddress, type TcpAddress } from "./addresses/tcp.js";
import { checkUnixSocket, type UnixSocketAddress } from "./addresses/unix-socket.js";

/** An address on which a service listens. */
export type ListenAddress = TcpAddress | UnixSocketAddress | SystemdSockets;

/**
 * Accepts lists of addresses.
 *
 * @internal
 */
export const listen: OptionCheck = (subject, option, value) => {
  const rule = "must be an array of at least one address, like [{ port: 9464 }]";
  if (!Array.isArray(value) || value.length === 0) throwInvalidOption(subject, option, value, rule, "other");
  for (const [index, address] of value.entries()) checkAddress(subject, `${option}[${index}]`, address);
};

function checkAddress(subject: string, option: string, address: unknown): void {
  const has = (key: string): boolean => typeof address === "object" && address !== null && key in address;
  if (has("socketPath")) checkUnixSocket(subject, option, address);
  else if (has("systemd")) checkSystemdSockets(subject, option, address);
  else checkTcpAddress(subject, option, address);
}
