import { Buffer } from "node:buffer";
import { dirname, resolve } from "node:path";
import { withCode } from "../../../model/errors/coded-error.js";
import { nodeProcess } from "../../../platform/built-in.js";
import {
  checkOption,
  checkOptions,
  type OptionCheck,
  type OptionRule,
  type OptionRules,
  string,
} from "../../../validation/options.js";

/** A Unix socket on which a service listens. */
export interface UnixSocketAddress {
  /**
   * Path of the socket, of at most 107 bytes. The socket of a process that has ended is replaced. On Linux, a name that
   * begins with `\0` is an abstract socket, which has no file.
   */
  readonly socketPath: string;
  /**
   * Permissions of the socket, such as `0o660`: clients need the one to write (default: all that the umask of the process
   * allows, usually `0o755`, so that only the same user can connect).
   */
  readonly mode?: number | undefined;
}

/** The maximum length of a name in bytes: the system's structure has room for 108 or 104, including a zero at the end. */
const MAX_NAME_BYTES = nodeProcess.platform === "linux" ? 107 : 103;

/** The bytes that the folder needs below it while the socket is created: a folder and a name of one character. */
const CREATION_BYTES = "/.abcdef/s".length;

const supported: OptionRule = {
  rule: "must not be set on Windows, whose named pipes are not supported",
  holds: () => nodeProcess.platform !== "win32",
};

const fileName: OptionRule = {
  rule: `must be a path without zero characters, of at most ${MAX_NAME_BYTES} bytes, and that of its folder of at most ${MAX_NAME_BYTES - CREATION_BYTES}`,
  type: "string",
  holds: (value: string) => {
    if (value === "" || value.includes("\0")) return false;
    const path = resolve(value);
    const folder = dirname(path);
    return bytesOf(path) <= MAX_NAME_BYTES && bytesOf(folder) <= MAX_NAME_BYTES - CREATION_BYTES;
  },
  remedy: "The system does not allow longer ones. Choose a shorter path, such as /run/app/metrics.sock.",
};

const abstractName: OptionRule = {
  rule: `must have 1 to ${MAX_NAME_BYTES - 1} bytes after the zero character, without a second one`,
  type: "string",
  holds: (value: string) => value.length > 1 && !value.includes("\0", 1) && bytesOf(value) <= MAX_NAME_BYTES,
};

const onLinux: OptionRule = {
  rule: "must not begin with a zero character, because only Linux has abstract sockets",
  holds: () => nodeProcess.platform === "linux",
};

const socketPath: OptionCheck = (subject, option, value) => {
  checkOption(subject, option, value, string);
  checkOption(subject, option, value, supported);
  if (isAbstract(value as string)) checkOption(subject, option, value, onLinux);
  checkOption(subject, option, value, isAbstract(value as string) ? abstractName : fileName);
};

const rules: OptionRules<keyof UnixSocketAddress> = {
  socketPath,
  mode: {
    rule: "must be the permissions of a file, from 0o000 to 0o777",
    type: "number",
    holds: (value: number) => Number.isInteger(value) && value >= 0 && value <= 0o777,
    remedy: "Write them as an octal number, for example 0o660.",
  },
};

/**
 * Checks an element of a list of addresses.
 *
 * @param option - the name of the element, for example `listen[0]`
 * @internal
 */
export function checkUnixSocket(subject: string, option: string, value: unknown): void {
  checkOptions(subject, value, rules, option);
  const address = value as UnixSocketAddress;
  // Also if it is undefined, unlike other options.
  checkOption(subject, `${option}.socketPath`, address.socketPath, socketPath);
  if (isAbstract(address.socketPath) && address.mode !== undefined)
    throw withCode(
      "NARTHEX_CONFLICTING_OPTIONS",
      new TypeError(
        `${subject}: ${option}.mode must not be set together with an abstract socket, which has no permissions. Use the path of a file.`,
      ),
    );
}

/**
 * Whether a name is that of an abstract socket, which has no file.
 *
 * @internal
 */
export function isAbstract(name: string): boolean {
  return name.startsWith("\0");
}

function bytesOf(text: string): number {
  return Buffer.byteLength(text);
}
