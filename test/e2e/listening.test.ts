import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { afterEach, beforeEach, expect, test } from "vitest";
import { run } from "../run-command.js";

const service = fileURLToPath(new URL("../../dist/esm/service/index.js", import.meta.url));
const activator = "/usr/bin/systemd-socket-activate";
const curl = "/usr/bin/curl";

let folder: string;
const children: ChildProcess[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "narthex-listening-"));
});
afterEach(async () => {
  for (const child of children.splice(0)) {
    const closed = once(child, "close");
    if (child.exitCode === null && child.kill()) await closed;
  }
  rmSync(folder, { recursive: true, force: true });
});

/** Writes a program that starts a service and prints its addresses. */
function program(options: string): string {
  const file = join(folder, "program.mjs");
  writeFileSync(
    file,
    `import { Service } from ${JSON.stringify(pathToFileURL(service).href)};
    const service = await new Service({ logger: console }).start(${options});
    process.once("SIGTERM", () => service.stop());
    console.log("ready");`,
  );
  return file;
}

/** Starts a command. */
function start(command: string, args: readonly string[]): ChildProcess {
  const child = spawn(command, args, { stdio: ["ignore", "pipe", "inherit"] });
  children.push(child);
  return child;
}

async function untilReady(child: ChildProcess): Promise<void> {
  for await (const chunk of child.stdout ?? []) if (String(chunk).includes("ready")) return;
}

test.runIf(existsSync(curl))("curl scrapes a Unix socket", async () => {
  const path = join(folder, "metrics.sock");
  const options = `{ listen: [{ socketPath: ${JSON.stringify(path)}, mode: 0o600 }] }`;
  await untilReady(start(process.execPath, [program(options)]));
  const { exitCode, stdout } = await run(curl, ["-sS", "--unix-socket", path, "http://localhost/metrics"]);
  expect([exitCode, stdout.toString()]).toEqual([0, expect.stringContaining("narthex_scrapes_total{")]);
});

test.runIf(existsSync(activator) && existsSync(curl))(
  "systemd-socket-activate starts a service on all its sockets",
  async () => {
    const free = createServer();
    await new Promise<void>((resolve) => free.listen(0, "127.0.0.1", resolve));
    const { port } = free.address() as AddressInfo;
    await new Promise((resolve) => free.close(resolve));
    const path = join(folder, "activated.sock");
    const file = program("{ listen: [{ systemd: true }] }");
    const child = start(activator, ["-l", `127.0.0.1:${port}`, "-l", path, process.execPath, file]);
    while (!existsSync(path)) await new Promise(setImmediate);
    // The first connection starts the program, and waits until it answers.
    const first = await run(curl, ["-sS", "--unix-socket", path, "http://localhost/-/healthy"]);
    expect([first.exitCode, first.stdout.toString()]).toEqual([0, "Healthy.\n"]);
    await untilReady(child);
    const second = await run(curl, ["-sS", `http://127.0.0.1:${port}/metrics`]);
    expect([second.exitCode, second.stdout.toString()]).toEqual([0, expect.stringContaining("narthex_scrapes_total{")]);
  },
);
