import type { Buffer } from "node:buffer";
import type { BigIntStats } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import { withCode } from "../../model/errors/coded-error.js";

/** Maximum size of a file in bytes. Bundles of all public authorities take a quarter of it. */
const MAX_SIZE = 1_048_576;

/**
 * Reads a regular file.
 *
 * @param path - the path
 * @param subject - the beginning of error messages: the option that names the file, and the path
 * @throws {Error} if the file does not exist, cannot be read, is not a regular file or is too large
 */
export async function readRegularFile(path: string, subject: string): Promise<Buffer> {
  try {
    const stats = await stat(path);
    // Reading from a device might never end, and a pipe can be read only once.
    if (!stats.isFile()) throw unreadable(subject, stats.isDirectory() ? "is a directory" : "is not a regular file");
    if (stats.size > MAX_SIZE) throw unreadable(subject, `is larger than ${MAX_SIZE} bytes`);
    return await readFile(path);
  } catch (error) {
    throw systemError(error as NodeJS.ErrnoException, subject);
  }
}

/**
 * Returns a text that differs if a file has changed. Follows symbolic links, because Kubernetes replaces the link to a
 * folder and leaves the files as they are.
 *
 * @param path - the path
 */
export async function stampOf(path: string): Promise<Stamp> {
  try {
    const stats = await stat(path, { bigint: true });
    return { text: textOf(stats), changedMs: Number(stats.ctimeMs) };
  } catch (error) {
    return { text: String((error as NodeJS.ErrnoException).code), changedMs: 0 };
  }
}

/** The state of a file, without its content. */
export interface Stamp {
  /** A text that differs if the file has changed. */
  readonly text: string;
  /** Time of the last change, in milliseconds since 1970; 0 if there is no file. */
  readonly changedMs: number;
}

/** The change time, unlike the modification time, also differs if a copy kept the old modification time. */
function textOf({ dev, ino, size, mtimeNs, ctimeNs }: BigIntStats): string {
  return [dev, ino, size, mtimeNs, ctimeNs].join(" ");
}

function systemError(error: NodeJS.ErrnoException, subject: string): Error {
  const { code } = error;
  if (code?.startsWith("NARTHEX_")) return error;
  if (code === "ENOENT") return unreadable(subject, "does not exist", error);
  if (code === "EACCES" || code === "EPERM")
    return unreadable(subject, "cannot be read, because the user of the process has no permission", error);
  return unreadable(subject, `cannot be read (${code})`, error);
}

function unreadable(subject: string, reason: string, cause?: Error): Error {
  return withCode(
    "NARTHEX_UNREADABLE_FILE",
    new Error(`${subject} ${reason}. Correct the path, or provide a file that the process can read.`, { cause }),
  );
}
