import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { parseLimits, parseReportLimits } from "../../src/runtime/process/process-limits.js";
import { parseNetDev } from "../../src/runtime/process/process-network.js";
import { parseStatus } from "../../src/runtime/process/process-status.js";
import { numberOf, ProcFile } from "../../src/runtime/process/procfs.js";

const fixture = (name: string) => readFileSync(new URL(`../fixtures/proc/${name}`, import.meta.url), "latin1");

describe("a file of /proc", () => {
  test("contains memory in kilobytes and the thread count (status)", () => {
    expect(parseStatus(fixture("status"))).toEqual({
      process_virtual_memory_bytes: 1050220 * 1024,
      process_resident_memory_bytes: 48900 * 1024,
      process_heap_bytes: 127364 * 1024,
      process_threads: 11,
    });
  });

  test("contains soft limits; unlimited is 2^64 - 1 (limits)", () => {
    expect(parseLimits(fixture("limits"))).toEqual({
      process_max_fds: 20000,
      process_virtual_memory_max_bytes: 2 ** 64 - 1,
    });
    expect(
      parseLimits(
        fixture("limits").replace(
          "unlimited            unlimited            bytes     \nMax file locks",
          "81920000000          81920000000          bytes     \nMax file locks",
        ),
      ),
    ).toMatchObject({
      process_virtual_memory_max_bytes: 81920000000,
    });
  });

  test("contains the bytes of all network interfaces; the loopback is not counted (net/dev)", () => {
    expect(parseNetDev(fixture("net-dev"))).toEqual({
      process_network_receive_bytes_total: 42514574247 + 100,
      process_network_transmit_bytes_total: 679648 + 200,
    });
    const loopback = fixture("net-dev").split("\n").slice(0, 3).join("\n");
    expect(parseNetDev(`${loopback}\n`)).toEqual({
      process_network_receive_bytes_total: 0,
      process_network_transmit_bytes_total: 0,
    });
  });

  test.each(["", "Name:\tnode\n", "Limit  Soft Limit\n"])("yields nothing without the expected lines (%j)", (text) => {
    const readings = { ...parseStatus(text), ...parseLimits(text), ...parseNetDev("") };
    expect(Object.values(readings).filter((value) => value !== undefined)).toEqual([]);
  });

  test("reads as undefined if it does not exist", () => {
    expect(new ProcFile("no/such/file").read()).toBeUndefined();
  });

  test.runIf(process.platform === "linux")("is read afresh each time, whatever its length, until it is closed", () => {
    const long = new ProcFile("cwd/package-lock.json");
    expect(long.read()).toBe(readFileSync("package-lock.json", "latin1"));
    const command = new ProcFile("comm");
    const { title } = process;
    try {
      process.title = "before";
      expect(command.read()).toBe("before\n");
      process.title = "after";
      expect(command.read()).toBe("after\n");
    } finally {
      process.title = title;
    }
    for (const file of [long, command]) file.close();
  });

  test("matches keys at the start of a line only", () => {
    expect(numberOf("VmRSS: 1\nRSS: 2\n", "RSS")).toBe(2);
    expect(numberOf("VmRSS: 1\n", "RSS")).toBeUndefined();
    expect(numberOf("Threads:\tmany\n", "Threads")).toBeUndefined();
  });
});

describe("the limits of a diagnostic report", () => {
  test.each(["virtual_memory_bytes", "virtual_memory_kbytes"])("are in bytes under the name %s", (field) => {
    const limits = { open_files: { soft: 256, hard: "unlimited" }, [field]: { soft: 4096, hard: 8192 } };
    expect(parseReportLimits(limits)).toEqual({ process_max_fds: 256, process_virtual_memory_max_bytes: 4096 });
  });

  test("may be unlimited or absent", () => {
    expect(parseReportLimits({ open_files: { soft: "unlimited" } })).toEqual({
      process_max_fds: 2 ** 64 - 1,
      process_virtual_memory_max_bytes: undefined,
    });
    expect(parseReportLimits(undefined)).toEqual({});
  });
});
