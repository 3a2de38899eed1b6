import { readdirSync, statSync } from "node:fs";
import process from "node:process";
import { type RuntimeSource, runtimeSource } from "../source.js";

/** How many file descriptors are open. */
export const processOpenFds: RuntimeSource = runtimeSource({
  metrics: {
    process_open_fds: { type: "gauge", help: "Number of open file descriptors.", platforms: "Linux, macOS" },
  },
  open: () => {
    const directory = { linux: "/proc/self/fd", darwin: "/dev/fd" }[process.platform as string];
    return { read: () => ({ process_open_fds: directory === undefined ? undefined : countEntries(directory) }) };
  },
});

/** Since Linux 6.2 the directory's size is the count, at the same cost however many there are, and with no descriptor left. */
function countEntries(directory: string): number | undefined {
  try {
    const { size } = statSync(directory);
    if (process.platform === "linux" && size > 0) return size;
    return readdirSync(directory).length - 1; // without the one that reads
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EMFILE") throw error;
    return undefined;
  }
}
