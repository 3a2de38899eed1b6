import { closeSync, openSync, readdirSync, readFileSync } from "node:fs";
import { afterEach, describe, expect, test, vi } from "vitest";
import { families, numberIn } from "./readings.js";

const proc = (file: string) => readFileSync(`/proc/self/${file}`, "latin1");
const status = (key: string) => Number(new RegExp(`^${key}:\\s+(\\d+)`, "m").exec(proc("status"))?.[1]);
/** Field `n` of stat, counted as in its manual page. The name in field 2 may contain spaces. */
const stat = (n: number) => Number(proc("stat").split(") ")[1]?.split(" ")[n - 3]);
const bootTime = () => Number(/^btime (\d+)$/m.exec(readFileSync("/proc/stat", "latin1"))?.[1]);
const limit = (name: string) => new RegExp(`^${name} +(\\S+)`, "m").exec(proc("limits"))?.[1];
const TICKS = 100;

const replaced = Object.getOwnPropertyDescriptors(process);
afterEach(() => {
  Object.defineProperties(process, { platform: replaced.platform, report: replaced.report });
});

describe.runIf(process.platform === "linux")("the standard process metrics", () => {
  test.each<[name: string, help: string, expected: () => number, tolerance: number]>([
    [
      "process_cpu_seconds_total",
      "Total user and system CPU time spent in seconds.",
      () => (stat(14) + stat(15)) / TICKS,
      0.5,
    ],
    ["process_open_fds", "Number of open file descriptors.", () => readdirSync("/proc/self/fd").length - 1, 5],
    ["process_max_fds", "Maximum number of open file descriptors.", () => Number(limit("Max open files")), 0],
    ["process_virtual_memory_bytes", "Virtual memory size in bytes.", () => stat(23), 64 * 2 ** 20],
    [
      "process_virtual_memory_max_bytes",
      "Maximum amount of virtual memory available in bytes.",
      () => Number(limit("Max address space")?.replace("unlimited", "18446744073709551615")),
      0,
    ],
    ["process_resident_memory_bytes", "Resident memory size in bytes.", () => status("VmRSS") * 1024, 64 * 2 ** 20],
    ["process_heap_bytes", "Process heap size in bytes.", () => status("VmData") * 1024, 64 * 2 ** 20],
    [
      "process_start_time_seconds",
      "Start time of the process since unix epoch in seconds.",
      () => bootTime() + stat(22) / TICKS,
      2,
    ],
    ["process_threads", "Number of OS threads in the process.", () => readdirSync("/proc/self/task").length, 3],
  ])("agree with /proc: %s", async (name, help, expected, tolerance) => {
    const family = (await families()).get(name);
    expect(family?.help).toBe(help);
    expect(Math.abs((numberIn(family) ?? Number.NaN) - expected())).toBeLessThanOrEqual(tolerance);
  });

  test("count a newly opened file", async () => {
    const before = numberIn((await families()).get("process_open_fds"));
    const opened = Array.from({ length: 40 }, () => openSync("/dev/null", "r"));
    const after = numberIn((await families()).get("process_open_fds"));
    for (const fd of opened) closeSync(fd);
    expect((after ?? 0) - (before ?? 0)).toBeGreaterThanOrEqual(35);
  });

  test("split CPU time into user and system", async () => {
    const read = await families();
    const value = (name: string) => numberIn(read.get(name)) ?? Number.NaN;
    expect(value("process_cpu_user_seconds_total") + value("process_cpu_system_seconds_total")).toBeCloseTo(
      value("process_cpu_seconds_total"),
      9,
    );
  });

  test("count network bytes", async () => {
    const read = await families();
    expect(numberIn(read.get("process_network_receive_bytes_total"))).toBeGreaterThanOrEqual(0);
    expect(numberIn(read.get("process_network_transmit_bytes_total"))).toBeGreaterThanOrEqual(0);
  });
});

describe("on another platform", () => {
  const processNames = async () => [...(await families()).keys()].filter((name) => name.startsWith("process_"));

  test("metrics that Windows does not provide are omitted", async () => {
    Object.defineProperty(process, "platform", { value: "win32" });
    expect(await processNames()).toEqual([
      "process_cpu_user_seconds_total",
      "process_cpu_system_seconds_total",
      "process_cpu_seconds_total",
      "process_resident_memory_bytes",
      "process_start_time_seconds",
    ]);
  });

  test("macOS counts descriptors, and reads limits from a diagnostic report without DNS lookups", async () => {
    const asked: unknown[] = [];
    const report = {
      excludeNetwork: false,
      getReport() {
        asked.push(this.excludeNetwork);
        return { userLimits: { open_files: { soft: 256 } } };
      },
    };
    Object.defineProperties(process, { platform: { value: "darwin" }, report: { value: report } });
    const names = await processNames();
    expect(names).toContain("process_open_fds");
    expect(names).toContain("process_max_fds");
    expect(names).not.toContain("process_virtual_memory_bytes");
    expect([asked, report.excludeNetwork]).toEqual([[true], false]);
  });

  test("macOS has no limits if the report would look up the name of every socket", async () => {
    const getReport = vi.fn(() => ({}));
    Object.defineProperties(process, { platform: { value: "darwin" }, report: { value: { getReport } } });
    expect(await processNames()).not.toContain("process_max_fds");
    expect(getReport).not.toHaveBeenCalled();
  });
});
