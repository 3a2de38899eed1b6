import { type AddressInfo, createServer, type Socket } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Program } from "./run-program.js";

describe("a job whose gateway does not answer", () => {
  let job: Program;
  let url: string;
  const sockets: Socket[] = [];
  const silent = createServer((socket) => sockets.push(socket.on("error", () => {})));
  beforeAll(async () => {
    job = await Program.of(new URL("push-job.ts", import.meta.url));
    await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve));
    url = `http://127.0.0.1:${(silent.address() as AddressInfo).port}`;
  });
  afterAll(() => {
    job[Symbol.dispose]();
    for (const socket of sockets) socket.destroy();
    silent.close();
  });

  const optionsFor = (how: string, more: object) => JSON.stringify({ job: how, ...more });

  // Timeouts that are longer than the test's own, so that a job without a limit makes the test fail.
  const patient = { timeoutSeconds: 600, exitTimeoutSeconds: 600 };
  const connections = () => sockets.length;

  test.each(["return", "SIGTERM", "process.exit", "uncaught exception"])("ends in spite of it, by %s", async (how) => {
    const plain = await job.run(how);
    const before = connections();
    const { code, signal } = await job.run(how, optionsFor(how, { ...patient, url, exitTimeoutSeconds: 0.4 }));
    expect([code, signal]).toEqual([plain.code, plain.signal]);
    expect(connections()).toBeGreaterThan(before);
  });

  test("ends immediately at a second signal", async () => {
    const { signal } = await job.run("SIGTERM twice", optionsFor("twice", { ...patient, url }));
    expect(signal).toBe("SIGTERM");
  });

  test.each([
    ["", "periodic push", "http://127.0.0.1"],
    [" through TLS", "periodic push", "https://127.0.0.1"],
    [" to a host with several addresses", "periodic push to several addresses", "http://gateway"],
  ])("is not kept alive by a periodic push%s", async (_, how, host) => {
    const before = connections();
    const at = { ...patient, url: `${host}:${new URL(url).port}`, exitTimeoutSeconds: 0.1 };
    const { code } = await job.run(how, optionsFor(how, at));
    expect(code).toBe(0);
    expect(connections()).toBeGreaterThan(before);
  });
});
