import type { AddressInfo, Server } from "node:net";
import { processGlobal } from "../../globals/process-global.js";
import { withCode } from "../../model/errors/coded-error.js";
import { nodeProcess } from "../../platform/built-in.js";
import { inspectValue } from "../../validation/errors.js";
import { listenError, type Reasons } from "./listen-error.js";
import { listenOn } from "./listen-on.js";
import type { OpenAddress } from "./open-address.js";
import { pathOfDescriptor } from "./socket-path.js";
import { tcpUrl } from "./tcp.js";
import { unixUrl } from "./unix-socket.js";

/** The variables that systemd sets, as in sd_listen_fds(3). */
const variables = ["LISTEN_PID", "LISTEN_FDS", "LISTEN_FDNAMES", "LISTEN_PIDFDID"] as const;

/** The first descriptor after standard input, output and error. */
const FIRST_DESCRIPTOR = 3;

/** The descriptors on which a service has listened. They close when it stops, and others can get their numbers. */
const taken = processGlobal("narthex.systemdSockets", () => ({ descriptors: new Set<number>() }));

const reasons: Reasons = {
  EINVAL: "it is not a listening stream socket. Use ListenStream= and Accept=no in the unit of the socket",
  ENOTSOCK: "it is not a socket. Check the unit of the socket",
  EBADF: "it is not open. Start the process with systemd or a program that behaves like it",
};

/**
 * Returns the descriptors of sockets that systemd has opened for this process. When no other is left, the variables of
 * the environment are removed, so that child processes do not see them.
 *
 * @param name - the name of the sockets (default: all)
 * @throws {Error} if there is none
 */
export function takeSystemdSockets(name: string | undefined): readonly number[] {
  const names = passedNames();
  const all = names.map((_, index) => FIRST_DESCRIPTOR + index);
  const chosen = name === undefined ? all : all.filter((_, index) => names[index] === name);
  if (chosen.length === 0) fail(`none has the name ${inspectValue(name)}. The names are ${names.join(", ")}`);
  if (chosen.some((descriptor) => taken.descriptors.has(descriptor))) failTaken();
  for (const descriptor of chosen) taken.descriptors.add(descriptor);
  if (all.every((descriptor) => taken.descriptors.has(descriptor)))
    for (const variable of variables) delete nodeProcess.env[variable];
  return chosen;
}

/**
 * Lets a server listen on a socket that is already open.
 *
 * @param scheme - the scheme of the URL
 * @throws {Error} if that fails
 */
export async function listenOnDescriptor(server: Server, descriptor: number, scheme: string): Promise<OpenAddress> {
  try {
    await listenOn(server, { fd: descriptor });
  } catch (error) {
    throw listenError(error as NodeJS.ErrnoException, `file descriptor ${descriptor} of systemd`, reasons);
  }
  const address = server.address() as AddressInfo | null;
  if (address === null) return { url: unixUrl(pathOfDescriptor(descriptor) ?? ""), isTcp: false };
  return { url: tcpUrl(scheme, address.address, address.port), isTcp: true };
}

/**
 * Returns the names of the sockets, one for each.
 *
 * @throws {Error} if the variables are missing or not for this process
 */
function passedNames(): readonly string[] {
  const { LISTEN_PID: pid, LISTEN_FDS: count, LISTEN_FDNAMES: names } = nodeProcess.env;
  if (pid === undefined || count === undefined) {
    if (taken.descriptors.size > 0) failTaken();
    fail(
      "the variables LISTEN_PID and LISTEN_FDS are not set. Start the process through a .socket unit, or with systemd-socket-activate",
    );
  }
  if (pid !== String(nodeProcess.pid))
    fail(
      `they are for process ${inspectValue(pid)}, and this one is ${nodeProcess.pid}. Start node itself in the unit, not through npm or a shell`,
    );
  if (!/^[1-9]\d{0,4}$/.test(count))
    fail(`the variable LISTEN_FDS must be a number of at least 1, but is ${inspectValue(count)}`);
  const given = names?.split(":") ?? [];
  return Array.from({ length: Number(count) }, (_, index) => given[index] || "unknown");
}

function failTaken(): never {
  fail("a service has listened on them before, and stopping it has closed them. Restart the process");
}

function fail(reason: string): never {
  throw withCode("NARTHEX_LISTEN_FAILED", new Error(`Service.start: cannot listen on sockets of systemd: ${reason}.`));
}
