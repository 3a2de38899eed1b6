import {
  type BigIntStats,
  chmodSync,
  linkSync,
  lstatSync,
  mkdtempSync,
  renameSync,
  rmdirSync,
  rmSync,
  unlinkSync,
} from "node:fs";
import { connect, type Server } from "node:net";
import { dirname, join, resolve } from "node:path";
import { isAbstract, type UnixSocketAddress } from "../options/addresses/unix-socket.js";
import { listenError, type Reasons } from "./listen-error.js";
import { listenOn } from "./listen-on.js";
import type { OpenAddress } from "./open-address.js";

const reasons: Reasons = {
  EADDRINUSE: "a process listens there. Stop it, or choose another path",
  EEXIST: "another process has changed it at the same moment. Start only one of them, or choose another path",
  ENOTSOCK: "a file that is not a socket exists there. Remove it, or choose another path",
  EACCES: "permission denied. Let the process write to the folder, and to a socket that exists there",
  EPERM: "permission denied. Let the process write to the folder, and to a socket that exists there",
  EROFS: "the file system is read-only. Choose another path",
  ENOENT: "the folder does not exist. Create it, for example with RuntimeDirectory= in a unit of systemd",
  ENOTDIR: "a part of the path is not a folder. Choose another path",
};

/**
 * Lets a server listen on a Unix socket. Replaces the socket of a process that has ended.
 *
 * @throws {Error} if that fails, also if a process listens there or a file that is not a socket exists
 */
export async function listenOnUnixSocket(server: Server, address: UnixSocketAddress): Promise<OpenAddress> {
  const { socketPath, mode } = address;
  const url = unixUrl(isAbstract(socketPath) ? socketPath : resolve(socketPath));
  try {
    // Without `exclusive`, the primary process of a cluster would listen in place of a worker.
    if (isAbstract(socketPath)) await listenOn(server, { path: socketPath, exclusive: true });
    else return { url, isTcp: false, remove: await createSocket(server, resolve(socketPath), mode) };
  } catch (error) {
    throw listenError(error as NodeJS.ErrnoException, `the Unix socket ${url.slice("unix:".length)}`, reasons);
  }
  return { url, isTcp: false };
}

/** Returns the URL of a Unix socket. The zero character of an abstract one is written `@`. */
export function unixUrl(name: string): string {
  return `unix:${name.replace("\0", "@")}`;
}

/**
 * Creates a socket in a folder that no other user can enter, so that no one can connect before it has its mode, and then
 * moves it to its path.
 *
 * @returns a function that removes the file
 */
async function createSocket(server: Server, path: string, mode: number | undefined): Promise<() => void> {
  const stale = await staleSocket(path);
  const folder = mkdtempSync(`${dirname(path)}/.`);
  const created = join(folder, "s");
  try {
    if (stale !== undefined) removeStale(path, stale, join(folder, "o"));
    await listenOn(server, { path: created, exclusive: true });
    if (mode !== undefined) chmodSync(created, mode);
    const identity = identityOf(created);
    moveTo(path, created);
    return () => {
      if (identityOf(path) === identity) unlinkSync(path);
    };
  } finally {
    rmSync(created, { force: true });
    rmdirSync(folder);
  }
}

/**
 * Returns the identity of a socket on which no process listens, or `undefined` if the path is free.
 *
 * @throws {Error} if a process listens there, or the file is not a socket
 */
async function staleSocket(path: string): Promise<string | undefined> {
  const found = stat(path);
  if (found === undefined) return undefined;
  if (!found.isSocket()) throw Object.assign(new Error("not a socket"), { code: "ENOTSOCK" });
  const identity = identityOf(path);
  if (await isInUse(path)) throw Object.assign(new Error("address already in use"), { code: "EADDRINUSE" });
  return identity;
}

/**
 * Removes a socket on which no process listens.
 *
 * @param aside - a path to which it is moved first. If another process has replaced it at the last moment, it is moved back.
 * @throws {Error} if another process has replaced it
 */
function removeStale(path: string, identity: string, aside: string): void {
  if (identityOf(path) === identity) {
    renameSync(path, aside);
    if (identityOf(aside) === identity) {
      unlinkSync(aside);
      return;
    }
    moveTo(path, aside);
  }
  throw Object.assign(new Error("replaced by another process"), { code: "EEXIST" });
}

/**
 * Moves a file. Unlike `rename`, it fails if another process has created a file at the new path, except on file systems
 * without hard links.
 */
function moveTo(path: string, from: string): void {
  try {
    linkSync(from, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") throw error;
    renameSync(from, path);
    return;
  }
  unlinkSync(from);
}

/** Whether a process listens on a socket. */
function isInUse(path: string): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const socket = connect({ path }, () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "EACCES" || error.code === "EPERM") reject(error);
      // Other errors are those of a socket in use: that of a full queue, or of a socket of another type.
      else resolve(error.code !== "ECONNREFUSED" && error.code !== "ENOENT");
    });
  });
}

/** Returns a text that only the same file has. Numbers of files are used again, so the time of creation is part of it. */
function identityOf(path: string): string | undefined {
  const found = stat(path);
  return found && `${found.dev} ${found.ino} ${found.birthtimeNs}`;
}

function stat(path: string): BigIntStats | undefined {
  return lstatSync(path, { bigint: true, throwIfNoEntry: false });
}
