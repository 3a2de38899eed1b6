import { describe, expect, test } from "vitest";
import { Program } from "./run-program.js";

describe("a process that collects runtime metrics", () => {
  test.each(["", "in a worker"])("ends when it has nothing else to do %s", async (where) => {
    using program = await Program.of(new URL("runtime-job.ts", import.meta.url));
    const { code, signal, stdout, stderr } = await program.run(where);
    expect([code, signal, stderr]).toEqual([0, null, ""]);
    expect(Number(stdout)).toBeGreaterThan(30);
  });
});
