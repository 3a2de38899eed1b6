import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { run } from "../run-command.js";
import { secret, secretHash } from "../service/guard/hashes.js";

const root = fileURLToPath(new URL("../..", import.meta.url));
const dist = join(root, "dist");
const node24 = join(root, "node_modules/node-24/bin/node");

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "narthex-guard-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const load = {
  "program.mjs": `const { Service } = await import(${JSON.stringify(join(dist, "esm/service/index.js"))});`,
  "program.cjs": `const { Service } = require(${JSON.stringify(join(dist, "cjs/service/index.js"))});`,
};

/** A program that asks its service with a right and a wrong password, and stops it. */
const program = `
  (async () => {
    const guard = { basicAuthUsers: { alice: ${JSON.stringify(secretHash)} } };
    const service = await new Service({ guard }).start({ host: "127.0.0.1" });
    for (const password of ${JSON.stringify([secret, "wrong"])}) {
      const headers = { Authorization: "Basic " + Buffer.from("alice:" + password).toString("base64") };
      const response = await fetch(service.url + "/-/healthy", { headers });
      await response.arrayBuffer();
      console.log(response.status);
    }
    await service.stop();
    process.on("exit", () => console.log("ended"));
  })();`;

/** Writes a program and runs it. Returns its exit code and output. */
async function runProgram(file: string, text: string, flags: string[] = [], node = process.execPath): Promise<string> {
  writeFileSync(join(folder, file), text);
  const { exitCode, stdout, stderr } = await run(node, [...flags, join(folder, file)]);
  return `${exitCode} ${stderr}${stdout}`;
}

describe.each(Object.entries(load))("a guard in %s", (file, loadService) => {
  test("checks passwords, and lets the process end", async () => {
    expect(await runProgram(file, loadService + program)).toBe("0 200\n401\nended\n");
  });

  test("does not load bcryptjs in the main thread", async () => {
    const text = `${loadService}${program}
      process.on("exit", () => {
        const { createRequire } = process.getBuiltinModule("node:module");
        const files = Object.keys(createRequire(${JSON.stringify(join(dist, "x.cjs"))}).cache);
        console.log(files.some((file) => file.includes("bcryptjs")), globalThis.bcrypt === undefined);
      });`;
    expect(await runProgram(file, text)).toBe("0 200\n401\nfalse true\nended\n");
  });

  test("does not run the preloaded modules of the program in its thread", async () => {
    const preload = join(folder, "preload.mjs");
    writeFileSync(preload, `process._rawDebug("preloaded");`);
    const output = await runProgram(file, loadService + program, ["--import", preload]);
    expect(output).toBe("0 preloaded\n200\n401\nended\n");
  });
});

describe("under the permission model", () => {
  const flags = (name: string) => [name, "--allow-fs-read=*"];
  const models = [
    ["Node.js 20", process.execPath, "--experimental-permission"],
    ["Node.js 24", node24, "--permission"],
  ] as const;

  test.each(models)("%s rejects passwords if worker threads are forbidden", async (_, node, name) => {
    const text = `${load["program.mjs"]}
      try {
        new Service({ guard: { basicAuthUsers: { alice: ${JSON.stringify(secretHash)} } } });
      } catch (error) {
        console.log(error.code, error.message);
      }
      new Service({ guard: { bearerTokens: ["a"] } });`;
    const output = await runProgram("forbidden.mjs", text, [...flags(name), "--no-warnings"], node);
    expect(output).toBe(
      "0 NARTHEX_GUARD_FAILED guard: passwords cannot be checked, because the permission model of Node.js forbids " +
        "worker threads. Start Node.js with --allow-worker.\n",
    );
  });

  test.each(models)("%s checks them if worker threads are allowed", async (_, node, name) => {
    const allowed = [...flags(name), "--allow-worker", "--no-warnings"];
    const text = load["program.mjs"] + program;
    expect(await runProgram("allowed.mjs", text, allowed, node)).toBe("0 200\n401\nended\n");
  });
});

describe("a bundle", () => {
  const bundle = async (file: string, format: "cjs" | "esm"): Promise<string> => {
    const source = join(folder, `source-${file}`);
    writeFileSync(source, `import { Service } from ${JSON.stringify(join(dist, "esm/service/index.js"))};${program}`);
    mkdirSync(join(folder, "bundle"), { recursive: true });
    const outfile = join(folder, "bundle", file);
    await build({
      entryPoints: [source],
      outfile,
      bundle: true,
      platform: "node",
      format,
      target: "node20",
      logLevel: "error",
    });
    return outfile;
  };
  const outputOf = async (file: string): Promise<string> => {
    const { exitCode, stdout, stderr } = await run(process.execPath, [file]);
    return `${exitCode} ${stdout}${stderr}`;
  };

  test.each([
    ["bundle.mjs", "esm"],
    ["bundle.cjs", "cjs"],
  ] as const)("%s needs bcryptjs beside it", async (name, format) => {
    const file = await bundle(name, format);
    expect(await outputOf(file)).toContain("NARTHEX_GUARD_FAILED");
    const modules = join(folder, "bundle/node_modules");
    mkdirSync(modules);
    symlinkSync(join(root, "node_modules/bcryptjs"), join(modules, "bcryptjs"));
    expect(await outputOf(file)).toBe("0 200\n401\nended\n");
    rmSync(modules, { recursive: true });
  });
});
