import { readFileSync, readlinkSync } from "node:fs";

/**
 * Returns the path of a Unix socket, or its abstract name with `@`, by its descriptor. Node.js knows the paths of those
 * only that it has opened itself.
 *
 * @returns `undefined` if the system does not tell
 */
export function pathOfDescriptor(descriptor: number): string | undefined {
  try {
    const inode = /^socket:\[(\d+)\]$/.exec(readlinkSync(`/proc/self/fd/${descriptor}`))?.[1];
    // Columns: address, references, protocol, flags, type, state, inode, path.
    const columns = /^\S+ \S+ \S+ \S+ \S+ \S+ +(\d+) (.+)$/gm;
    for (const [, number, path] of readFileSync("/proc/net/unix", "utf8").matchAll(columns))
      if (number === inode) return path;
  } catch {
    // The system has no /proc.
  }
  return undefined;
}
