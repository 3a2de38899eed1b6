import { Buffer } from "node:buffer";
import { closeSync, openSync, readSync } from "node:fs";

/** Reasons for which a file of `/proc` is just not there for us: no such kernel feature, a sandbox, no right to look. */
const absent = new Set(["ENOENT", "ENOTDIR", "EACCES", "EPERM"]);

/** What is read goes through here; it grows to what the longest file needs. */
let buffer = Buffer.allocUnsafeSlow(8192);

/**
 * A file of `/proc/self`. It stays open, since opening it takes as long as reading it; so it can also be read when the process has
 * no file descriptor left. It is read synchronously: the kernel answers from memory in about 10 µs, where a trip through the
 * thread pool takes ten times the processor time.
 *
 * @internal
 */
export class ProcFile {
  readonly #path: string;
  #file: number | undefined;

  /** @param path - below `/proc/self`; the file is opened when it is first read */
  constructor(path: string) {
    this.#path = `/proc/self/${path}`;
  }

  /** The text as of now, or `undefined` where the platform has no such file. */
  read(): string | undefined {
    try {
      this.#file ??= openSync(this.#path, "r");
      return contents(this.#file);
    } catch (error) {
      if (absent.has((error as NodeJS.ErrnoException).code ?? "")) return undefined;
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
 * The number after `key:` in a file of such lines, for example `/proc/self/status`.
 *
 * @internal
 */
export function numberOf(text: string, key: string): number | undefined {
  const at = text.startsWith(`${key}:`) ? 0 : text.indexOf(`\n${key}:`) + 1;
  if (at === 0 && !text.startsWith(`${key}:`)) return undefined;
  const value = Number.parseInt(text.slice(at + key.length + 1, at + key.length + 33), 10);
  return Number.isNaN(value) ? undefined : value;
}
