import { Buffer } from "node:buffer";
import { closeSync, openSync, readSync } from "node:fs";

/**
 * Error codes that mean that the process cannot have a file of `/proc`: missing in this kernel, or access is denied.
 */
const unavailableCodes = new Set(["ENOENT", "ENOTDIR", "EACCES", "EPERM"]);

/** The buffer that files are read into. It grows to the length of the longest file. */
let buffer = Buffer.allocUnsafeSlow(8192);

/**
 * A file of `/proc/self`.
 *
 * The file stays open, because opening it takes as long as reading it. It can therefore be read even if the process has
 * run out of file descriptors. Reads are synchronous: the kernel answers from memory in about 10 µs, and a round trip
 * through the thread pool takes ten times the CPU time.
 *
 * @internal
 */
export class ProcFile {
  readonly #path: string;
  #file: number | undefined;

  /** @param path - the path under `/proc/self`; the file is opened at the first read */
  constructor(path: string) {
    this.#path = `/proc/self/${path}`;
  }

  /** Returns the current text, or `undefined` if the platform has no such file. */
  read(): string | undefined {
    try {
      this.#file ??= openSync(this.#path, "r");
      return contents(this.#file);
    } catch (error) {
      if (unavailableCodes.has((error as NodeJS.ErrnoException).code ?? "")) return undefined;
      throw error;
    }
  }

  /** Closes the file. */
  close(): void {
    if (this.#file !== undefined) closeSync(this.#file);
    this.#file = undefined;
  }
}

function contents(file: number): string {
  let length = 0;
  for (;;) {
    const count = readSync(file, buffer, length, buffer.length - length, length);
    if (count === 0) return buffer.toString("latin1", 0, length);
    length += count;
    if (length === buffer.length) buffer = Buffer.concat([buffer], length * 2);
  }
}

/**
 * Returns the number after `key:` in a file of such lines, for example `/proc/self/status`.
 *
 * @internal
 */
export function numberOf(text: string, key: string): number | undefined {
  const at = text.startsWith(`${key}:`) ? 0 : text.indexOf(`\n${key}:`) + 1;
  if (at === 0 && !text.startsWith(`${key}:`)) return undefined;
  const value = Number.parseInt(text.slice(at + key.length + 1, at + key.length + 33), 10);
  return Number.isNaN(value) ? undefined : value;
}
