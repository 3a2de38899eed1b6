import { readFileSync } from "node:fs";

/** Reasons for which a file of `/proc` is just not there for us: no such kernel feature, a sandbox, no right to look. */
const absent = new Set(["ENOENT", "ENOTDIR", "EACCES", "EPERM"]);

/**
 * Reads a file of `/proc/self`, or gives `undefined` where the platform has none. Synchronously: the kernel answers from
 * memory in 10 to 50 µs, where a trip through the thread pool takes ten times the processor time.
 *
 * @param path - below `/proc/self`
 * @internal
 */
export function readProcSelf(path: string): string | undefined {
  try {
    return readFileSync(`/proc/self/${path}`, "latin1");
  } catch (error) {
    if (absent.has((error as NodeJS.ErrnoException).code ?? "")) return undefined;
    throw error;
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
