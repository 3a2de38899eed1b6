import { readdirSync, statSync } from "node:fs";
import process from "node:process";
import { type RuntimeSource, runtimeSource } from "../source.js";

/** The number of open file descriptors. */
export const processOpenFds: RuntimeSource = runtimeSource({
  metrics: {
    process_open_fds: { type: "gauge", help: "Number of open file descriptors.", platforms: "Linux, macOS" },
  },
  open: () => {
    const directory = { linux: "/proc/self/fd", darwin: "/dev/fd" }[process.platform as string];
    return { read: () => ({ process_open_fds: directory === undefined ? undefined : countEntries(directory) }) };
  },
});

/** Since Linux 6.2, the size of the directory is the count. Reading it takes constant time and opens no descriptor. */
function countEntries(directory: string): number | undefined {
  try {
    const { size } = statSync(directory);
    if (process.platform === "linux" && size > 0) return size;
    return readdirSync(directory).length - 1; // excluding the descriptor that reads the directory
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EMFILE") throw error;
    return undefined;
  }
}
