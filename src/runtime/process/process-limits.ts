import process from "node:process";
import { type Readings, type RuntimeSource, runtimeSource } from "../source.js";
import { ProcFile } from "./procfs.js";

type Name = "process_max_fds" | "process_virtual_memory_max_bytes";

/** The kernel's value for "unlimited", `RLIM_INFINITY`. Other client libraries expose the same number. */
const unlimited = 2 ** 64 - 1;

/** The soft limits of the process. Node.js cannot change them, so they are read once. */
export const processLimits: RuntimeSource = runtimeSource<Name>({
  metrics: {
    process_max_fds: { type: "gauge", help: "Maximum number of open file descriptors.", platforms: "Linux, macOS" },
    process_virtual_memory_max_bytes: {
      type: "gauge",
      help: "Maximum amount of virtual memory available in bytes.",
      platforms: "Linux, macOS",
    },
  },
  open: () => {
    let limits: Readings<Name> | undefined;
    return { read: () => (limits ??= readLimits()) };
  },
});

function readLimits(): Readings<Name> {
  if (process.platform !== "linux") return parseReportLimits(process.platform === "darwin" ? userLimits() : undefined);
  const file = new ProcFile("limits");
  try {
    return parseLimits(file.read() ?? "");
  } finally {
    file.close();
  }
}

/**
 * Reads the soft limits from the text of `/proc/self/limits`.
 *
 * @internal
 */
export function parseLimits(text: string): Readings<Name> {
  return {
    process_max_fds: limitOf(softLimit(text, "Max open files")),
    process_virtual_memory_max_bytes: limitOf(softLimit(text, "Max address space")),
  };
}

/** Returns the first column of a limit's row. The columns have fixed widths. */
function softLimit(text: string, limit: string): string {
  const at = text.indexOf(limit);
  return at === -1 ? "" : text.slice(at + 26, at + 47).trim();
}

/**
 * Reads the soft limits from the `userLimits` of a diagnostic report.
 *
 * @internal
 */
export function parseReportLimits(limits: unknown): Readings<Name> {
  const { open_files, virtual_memory_bytes, virtual_memory_kbytes } = (limits ?? {}) as Record<
    string,
    { soft?: unknown }
  >;
  // Before Node.js 24 the field was called kbytes, although it held bytes.
  const memory = virtual_memory_bytes ?? virtual_memory_kbytes;
  return { process_max_fds: limitOf(open_files?.soft), process_virtual_memory_max_bytes: limitOf(memory?.soft) };
}

function limitOf(value: unknown): number | undefined {
  const limit = value === "unlimited" ? unlimited : Number.parseInt(String(value), 10);
  return Number.isNaN(limit) ? undefined : limit;
}

/** Reads the limits from a diagnostic report, if the report can leave out the DNS lookups for every open socket. */
function userLimits(): unknown {
  // @types/node declares that `report` is always defined and that a report is a string. Neither is true.
  const report = process.report as { excludeNetwork?: boolean; getReport(): object } | undefined;
  if (report?.excludeNetwork === undefined) return undefined;
  const before = report.excludeNetwork;
  report.excludeNetwork = true;
  try {
    return (report.getReport() as { userLimits?: unknown }).userLimits;
  } finally {
    report.excludeNetwork = before;
  }
}
