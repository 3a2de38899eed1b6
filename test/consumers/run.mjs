// Packs the package as it would be published, and lets programs outside of this folder compile against it and run: in
// both dialects, as ES module and as CommonJS, with the compiler of this package and with the oldest that is supported;
// and bundled, where what is wired when the package loads must not be shaken off.
import { execFileSync } from "node:child_process";
import {
  copyFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { pack } from "../../scripts/pack.mjs";
import { bin, node, root } from "../../scripts/run.mjs";

const here = fileURLToPath(new URL(".", import.meta.url));
const project = mkdtempSync(join(tmpdir(), "narthex-consumer-"));

/** Fills `node_modules` as an installation would, without a registry. */
function install() {
  const modules = join(project, "node_modules");
  mkdirSync(join(modules, "@types"), { recursive: true });
  execFileSync("tar", ["-xzf", pack(project)], { cwd: project });
  cpSync(join(project, "package"), join(modules, "narthex"), { recursive: true });
  const { dependencies } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  for (const dependency of [...Object.keys(dependencies), "@types/node"]) {
    symlinkSync(join(root, "node_modules", dependency), join(modules, dependency));
  }
  writeFileSync(join(project, "package.json"), '{ "name": "consumer", "private": true }\n');
  copyFileSync(join(here, "consumer.ts"), join(project, "consumer.mts"));
  copyFileSync(join(here, "consumer.ts"), join(project, "consumer.cts"));
  copyFileSync(join(here, "one-instance.cjs"), join(project, "one-instance.cjs"));
}

async function attempt(name, ...commands) {
  for (const args of commands) {
    const { ok, output } = await node(args, { cwd: project });
    if (!ok) {
      console.log(`${name}: failed\n${output}`);
      process.exitCode = 1;
      return;
    }
  }
  console.log(`${name}: ok`);
}

async function compileAndRun(compiler, dialect) {
  const outDir = `${compiler}-${dialect}`;
  const compilerOptions = {
    target: "ES2022",
    lib: ["ES2023", "ESNext.Disposable"],
    module: "node16",
    types: ["node"],
    strict: true,
    skipLibCheck: false,
    experimentalDecorators: dialect === "legacy",
    emitDecoratorMetadata: dialect === "legacy",
    rootDir: ".",
    outDir,
  };
  const tsconfig = `tsconfig.${outDir}.json`;
  writeFileSync(join(project, tsconfig), JSON.stringify({ compilerOptions, files: ["consumer.mts", "consumer.cts"] }));
  await attempt(
    `${compiler}, ${dialect}, ES module and CommonJS`,
    [bin(compiler, "bin/tsc"), "-p", tsconfig],
    [`${outDir}/consumer.mjs`],
    [`${outDir}/consumer.cjs`],
  );
}

async function bundleAndRun(format) {
  const bundle = join(project, `bundle.${format === "esm" ? "mjs" : "cjs"}`);
  await build({
    entryPoints: [join(project, "consumer.mts")],
    outfile: bundle,
    bundle: true,
    platform: "node",
    target: "node20",
    format,
    logLevel: "error",
  });
  await attempt(`bundled by esbuild, ${format}`, [bundle]);
}

try {
  install();
  await Promise.all(
    ["typescript", "typescript-5.2"].map(async (compiler) => {
      for (const dialect of ["legacy", "standard"]) await compileAndRun(compiler, dialect);
    }),
  );
  await attempt("one instance", ["one-instance.cjs"]);
  for (const format of ["esm", "cjs"]) await bundleAndRun(format);
} finally {
  rmSync(project, { recursive: true, force: true });
}
