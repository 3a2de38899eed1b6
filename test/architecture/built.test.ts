import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { rolldown } from "rolldown";
import ts from "typescript";
import { afterAll, describe, expect, test } from "vitest";

const root = fileURLToPath(new URL("../..", import.meta.url));
const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
if (!existsSync(join(root, "dist/esm/index.js"))) throw new Error("dist is missing: run `npm run build` first");
const folder = mkdtempSync(join(tmpdir(), "narthex-built-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const output = (program: string, ...flags: string[]) =>
  execFileSync(process.execPath, [...flags, "-e", program], { encoding: "utf8" });

describe.each(["esm", "cjs"])("the files of dist/%s", (format) => {
  const dist = join(root, "dist", format);
  const files = readdirSync(dist, { recursive: true, encoding: "utf8" });
  const main = JSON.stringify(join(dist, "index.js"));

  test("are the entry points, and the chunks that they share or load on demand", () => {
    const late = [
      "collect-runtime-metrics.js",
      "encode-protobuf.js",
      "encode-text.js",
      "encoding.js",
      "parser.js",
      "reloaded-tls.js",
      "samples.js",
      "secure-server.js",
      "web-config-file.js",
    ];
    const entries = Object.values<{ require?: { default: string } }>(manifest.exports).flatMap(({ require }) =>
      require === undefined ? [] : [require.default.replace("./dist/cjs/", "")],
    );
    const expected = ["core.js", "exposition.js", "metrics-handler.js", "settings.js", "tls.js", ...late, ...entries];
    expect(files.filter((file) => file.endsWith(".js") && file !== "rolldown-runtime.js").sort()).toEqual(
      expected.sort(),
    );
  });

  test("contain ASCII alone, for which V8 needs half the memory", () => {
    const scripts = files.filter((file) => file.endsWith(".js"));
    expect(scripts.filter((file) => /[^\0-\x7f]/.test(readFileSync(join(dist, file), "utf8")))).toEqual([]);
  });

  test("include the declarations that entry points refer to, in CommonJS, and those of the entry points", () => {
    const declarations = files.filter((file) => file.endsWith(".d.ts"));
    const entries = declarations.filter((file) => /^(\w+\/)?index\.d\.ts$/.test(file));
    const referred = declarations.flatMap((file) => {
      const { importedFiles } = ts.preProcessFile(readFileSync(join(dist, file), "utf8"));
      const local = importedFiles.filter(({ fileName }) => format === "cjs" && fileName.startsWith("."));
      return local.map(({ fileName }) => join(dirname(file), fileName.replace(/\.js$/, ".d.ts")));
    });
    expect(entries).toHaveLength(Object.keys(manifest.exports).length - 1);
    expect(declarations.sort()).toEqual([...new Set([...entries, ...referred])].sort());
  });

  test("have a map for each declaration in CommonJS, and for no other", () => {
    const declarations = files.filter((file) => format === "cjs" && file.endsWith(".d.ts"));
    expect(files.filter((file) => file.endsWith(".d.ts.map")).sort()).toEqual(
      declarations.map((file) => `${file}.map`).sort(),
    );
  });

  test("keep the names of exported functions and classes", () => {
    const program = `import(${main}).then((narthex) => console.log(JSON.stringify(Object.entries(narthex)
      .filter(([name, value]) => typeof value === "function" && value.name !== name))))`;
    expect(JSON.parse(output(program))).toEqual([]);
  });

  test("have source maps that map stack traces to src", () => {
    const program = `import(${main}).then(({ counter }) => {
      try { counter({ name: "no name", help: "" }) } catch ({ stack }) { console.log(stack) }
    })`;
    expect(output(program, "--enable-source-maps")).toContain(join(root, "src/metadata/spec.ts"));
  });
});

describe("bundlers", () => {
  const program = `
    import { defaultRegistry, renderText } from ${JSON.stringify(join(root, "dist/esm/index.js"))};
    console.log(typeof Symbol.metadata, (await renderText(defaultRegistry)).includes("process_cpu_seconds_total"));
  `;
  const bundlers = {
    async esbuild(entry: string, outfile: string) {
      await build({ entryPoints: [entry], outfile, bundle: true, platform: "node", format: "esm", logLevel: "error" });
    },
    async rolldown(entry: string, file: string) {
      const bundle = await rolldown({ input: entry, platform: "node" });
      await bundle.write({ file, codeSplitting: false });
    },
  };

  test.each(Object.entries(bundlers))("keep the side effects of loading the package: %s", async (name, bundle) => {
    const [entry, file] = [join(folder, `${name}-entry.mjs`), join(folder, `${name}.mjs`)];
    writeFileSync(entry, program);
    await bundle(entry, file);
    expect(execFileSync(process.execPath, [file], { encoding: "utf8" })).toBe("symbol true\n");
  });

  test("may prepend an import of createRequire, as bundles with CommonJS packages do", async () => {
    const [entry, outfile] = [join(folder, "banner-entry.mjs"), join(folder, "banner.mjs")];
    writeFileSync(entry, program);
    const js = 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);';
    const options = { bundle: true, platform: "node", format: "esm", logLevel: "error", banner: { js } } as const;
    await build({ entryPoints: [entry], outfile, ...options });
    expect(execFileSync(process.execPath, [outfile], { encoding: "utf8" })).toBe("symbol true\n");
  });

  test("receive the list of the files with side effects", () => {
    expect(manifest.sideEffects).toEqual(["./dist/esm/index.js", "./dist/cjs/index.js"]);
  });

  test("include only the used exports of the other entry points", async () => {
    const contents = 'import { escapingSchemes } from "narthex/exposition"; console.log(escapingSchemes);';
    const { outputFiles } = await build({
      stdin: { contents, resolveDir: root },
      bundle: true,
      platform: "node",
      format: "esm",
      minify: true,
      write: false,
    });
    expect(outputFiles[0]?.text.length).toBeLessThan(5_000);
  });
});
