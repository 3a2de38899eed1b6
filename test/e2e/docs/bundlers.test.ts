import { execFile } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { build } from "esbuild";
import { rolldown } from "rolldown";
import ts from "typescript";
import { describe, expect, test } from "vitest";
import { blocksOf, root } from "./code-block.js";

const guide = blocksOf("docs/bundlers.md");
const find = (part: string, blocks = guide) => {
  const block = blocks.find(({ code }) => code.includes(part));
  if (block === undefined) throw new Error(`no block with ${part}`);
  return block;
};
const folder = join(root, "temp/bundlers");
rmSync(folder, { recursive: true, force: true });

/** Creates a folder with the given files. */
function project(name: string, files: Readonly<Record<string, string>>): string {
  const at = join(folder, name);
  mkdirSync(at, { recursive: true });
  for (const [file, text] of Object.entries(files)) writeFileSync(join(at, file), text);
  return at;
}

async function run(cwd: string, ...args: readonly string[]): Promise<{ code: number; output: string }> {
  const env = { ...process.env, NO_COLOR: "1", VITEST: undefined, NODE_OPTIONS: undefined };
  try {
    const { stdout, stderr } = await promisify(execFile)(process.execPath, args, { cwd, env });
    return { code: 0, output: stdout + stderr };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
    return { code, output: stdout + stderr };
  }
}

describe("compiling decorators:", () => {
  const program = `
    import { CountCalls, Counter } from "narthex";
    export const calls = new Counter({ name: "calls_total", help: "Calls." });
    class Users {
      @CountCalls(calls)
      find(): void {}
    }
    new Users().find();
    console.log(calls.get());`;
  const tested = `
    import { expect, test } from "vitest";
    import { calls } from "./program.js";
    test("counts", () => expect(calls.get()).toBe(1));`;
  const config = find("plugins: [decorators]").code;
  const tsconfig = find('"experimentalDecorators": true').code;
  const files = {
    "program.ts": program,
    "program.test.ts": tested,
    "tsconfig.json": "{}",
    "vite.config.ts": "export default {};",
  };
  const vitest = (at: string) => run(at, join(root, "node_modules/vitest/vitest.mjs"), "run", "--root", at);

  test("Vitest alone does not compile standard decorators", async () => {
    const { code, output } = await vitest(project("vitest-alone", files));
    expect(code).not.toBe(0);
    expect(output).toContain("SyntaxError: Invalid or unexpected token");
  });

  test.each([
    ["with the plugin", { "vite.config.ts": config }],
    ["with experimentalDecorators", { "tsconfig.json": tsconfig }],
  ])("Vitest %s runs decorators", async (name, own) => {
    const { code, output } = await vitest(project(`vitest-${name.replaceAll(" ", "-")}`, { ...files, ...own }));
    expect(code, output).toBe(0);
  });

  test("rolldown alone does not compile standard decorators, but does with either remedy", async () => {
    const at = project("rolldown", {
      ...files,
      "legacy.json": tsconfig,
      "vite.config.mjs": ts.transpile(config, { target: ts.ScriptTarget.ES2022 }),
    });
    const { default: vite } = await import(join(at, "vite.config.mjs"));
    const outputs: Record<string, string> = {};
    for (const [name, options] of Object.entries({
      alone: {},
      plugin: vite,
      tsconfig: { tsconfig: join(at, "legacy.json") },
    })) {
      const bundle = await rolldown({
        cwd: at,
        input: "program.ts",
        external: ["narthex"],
        platform: "node",
        ...options,
      });
      await bundle.write({ file: join(at, `${name}.mjs`) });
      outputs[name] = (await run(at, `${name}.mjs`)).output.trim();
    }
    expect(outputs).toEqual({
      alone: expect.stringContaining("SyntaxError: Invalid or unexpected token"),
      plugin: "1",
      tsconfig: "1",
    });
  });

  test("Node.js, which strips types, does not run decorators", async () => {
    const at = project("node", files);
    const node = join(root, "node_modules/node-24/bin/node");
    const ended = promisify(execFile)(node, ["program.ts"], { cwd: at });
    await expect(ended).rejects.toThrow("SyntaxError: Invalid or unexpected token");
  });
});

describe("class names and minifiers:", () => {
  const { code, text } = find("@ClassLabel");

  async function minified(name: string, source: string): Promise<{ code: number; output: string }> {
    const at = project(name, { "program.ts": source, "tsconfig.json": find('"experimentalDecorators": true').code });
    const outfile = join(at, "program.mjs");
    if (name.startsWith("rolldown")) {
      const options = { external: "narthex", platform: "node", tsconfig: join(at, "tsconfig.json") } as const;
      const bundle = await rolldown({ cwd: at, input: "program.ts", ...options });
      await bundle.write({ file: outfile, minify: true });
    } else {
      const entryPoints = [join(at, "program.ts")];
      const options = { bundle: true, minify: true, platform: "node", format: "esm", target: "es2022" } as const;
      await build({ ...options, entryPoints, outfile, packages: "external", logLevel: "error" });
    }
    return run(at, "program.mjs");
  }

  test.each(["esbuild", "rolldown"])("the program of the guide prints the same after %s", async (bundler) => {
    const { output } = await minified(bundler, code);
    expect(output.trim()).toBe(text?.trim());
  });

  test.each(["esbuild", "rolldown"])("without labels, %s changes the names of the classes", async (bundler) => {
    const source = code.replace('@ClassLabel("Users")', "").replace('{ class: "Orders" }', "");
    const { output } = await minified(`${bundler}-unlabelled`, source);
    expect(output).toContain("# TYPE method_calls_total counter");
    expect(output).not.toMatch(/Users|Orders/);
  });
});

describe("Nest's starter project", () => {
  const { code } = find("class TokenGuard", blocksOf("docs/decorators.md"));
  const options: ts.CompilerOptions = {
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    target: ts.ScriptTarget.ES2023,
    isolatedModules: true,
    emitDecoratorMetadata: true,
    experimentalDecorators: true,
    skipLibCheck: true,
    noEmit: true,
    types: ["node"],
    typeRoots: [join(root, "node_modules/@types")],
  };

  function codesOf(name: string, source: string): number[] {
    const file = join(project(name, { "guard.ts": source }), "guard.ts");
    return ts.getPreEmitDiagnostics(ts.createProgram([file], options)).map((diagnostic) => diagnostic.code);
  }

  test("compiles a guard with a measured method if its types are imported as types", () => {
    expect(codesOf("nest", code)).toEqual([]);
    expect(codesOf("nest-values", code.replace("import type {", "import {"))).toEqual([1272]);
  });
});
