import process from "node:process";
import { type Readings, type RuntimeSource, runtimeSource } from "../source.js";
import { numberOf, ProcFile } from "./procfs.js";

type Name = "process_virtual_memory_bytes" | "process_resident_memory_bytes" | "process_heap_bytes" | "process_threads";

/**
 * Memory and threads. Linux has all of them in `/proc/self/status`; other platforms report the resident memory only.
 */
export const processStatus: RuntimeSource = runtimeSource<Name>({
  metrics: {
    process_virtual_memory_bytes: { type: "gauge", help: "Virtual memory size in bytes.", platforms: "Linux" },
    process_resident_memory_bytes: { type: "gauge", help: "Resident memory size in bytes." },
    process_heap_bytes: { type: "gauge", help: "Process heap size in bytes.", platforms: "Linux" },
    process_threads: { type: "gauge", help: "Number of OS threads in the process.", platforms: "Linux" },
  },
  open: () => {
    const file = new ProcFile("status");
    return {
      read: () => {
        const status = process.platform === "linux" ? file.read() : undefined;
        return status === undefined
          ? { process_resident_memory_bytes: process.memoryUsage.rss() }
          : parseStatus(status);
      },
      close: () => file.close(),
    };
  },
});

/**
 * Reads memory and threads from the text of `/proc/self/status`.
 *
 * @internal
 */
export function parseStatus(text: string): Readings<Name> {
  return {
    process_virtual_memory_bytes: kilobytes(numberOf(text, "VmSize")),
    process_resident_memory_bytes: kilobytes(numberOf(text, "VmRSS")),
    process_heap_bytes: kilobytes(numberOf(text, "VmData")),
    process_threads: numberOf(text, "Threads"),
  };
}

function kilobytes(value: number | undefined): number | undefined {
  return value === undefined ? undefined : value * 1024;
}
