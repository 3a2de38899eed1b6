import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { afterAll, beforeAll, expect, test } from "vitest";
import { run } from "../../run-command.js";

let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "narthex-unref-"));
  const service = fileURLToPath(new URL("../../../src/service/index.ts", import.meta.url));
  await build({
    entryPoints: { service },
    outdir: folder,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    splitting: true,
    platform: "node",
    format: "esm",
    target: "node20",
    packages: "external",
    logLevel: "error",
  });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs a program that starts a service and scrapes it over a keep-alive connection. Returns its exit code and output. */
async function runWith(options: string, end: string): Promise<string> {
  const file = join(folder, "program.mjs");
  writeFileSync(
    file,
    `
    import { Agent, get } from "node:http";
    import { Service } from "./service.mjs";
    const service = await new Service().start(${options});
    const agent = new Agent({ keepAlive: true });
    await new Promise((resolve) => {
      get(service.metricsUrl, { agent }, (response) => response.resume().on("end", resolve));
    });
    process.on("exit", () => console.log("ended"));
    ${end}
    `,
  );
  const { exitCode, stdout, stderr } = await run(process.execPath, [file]);
  return `${exitCode} ${stderr}${stdout}`;
}

test("a service started with unref lets the process end", async () => {
  expect(await runWith('{ host: "127.0.0.1", unref: true }', "")).toBe("0 ended\n");
});

test("a service started without unref keeps the process alive until it is stopped", async () => {
  const end = 'setTimeout(() => { console.log("alive"); void service.stop(); }, 300).unref();';
  expect(await runWith('{ host: "127.0.0.1" }', end)).toBe("0 alive\nended\n");
});
