// Bundles run in a folder in which nothing else can be imported. Each bundler compiles decorators in its own way and
// removes unused code, and some rename classes.
import { join } from "node:path";

/** The configuration for TypeScript and for the bundlers that read it. */
const tsconfig = (isLegacy) => ({
  compilerOptions: {
    target: "ES2022",
    lib: ["ES2023", "ESNext.Disposable"],
    module: "ESNext",
    moduleResolution: "bundler",
    types: ["node"],
    strict: true,
    rootDir: ".",
    ...(isLegacy && { experimentalDecorators: true, emitDecoratorMetadata: true }),
  },
  include: ["*.ts"],
});

/**
 * @param bundle - runs the bundler, which writes into the given folder
 * @param outputs - the files of that folder that are run
 */
const cell = (name, { dialect, files = {}, bundle, outputs = ["main.mjs"] }) => ({
  name: `${name}, ${dialect} decorators`,
  async run(project, workspace) {
    project.addProgram();
    project.write({
      "package.json": { name: "consumer", private: true, type: "module" },
      "tsconfig.json": tsconfig(dialect === "legacy"),
      ...files,
    });
    const { alone } = workspace;
    await bundle(project, workspace);
    for (const output of outputs) await alone.runMain([output]);
  },
});

const esbuildScript = (options) => `import { build } from "esbuild";

const { warnings } = await build({
  entryPoints: ["main.ts"],
  bundle: true,
  platform: "node",
  target: "node20",
  ...${JSON.stringify(options)},
});
process.exitCode = warnings.length;
`;

const esbuild =
  (format, { minify = false } = {}) =>
  async (project, { alone }) => {
    const outfile = alone.path(format === "esm" ? "main.mjs" : "main.cjs");
    project.write({ "build.mjs": esbuildScript({ outfile, format, minify }) });
    await project.node(["build.mjs"]);
  };

const webpackConfig = (outDir) => `export default {
  mode: "production",
  target: "node20",
  entry: "./main.ts",
  resolve: { extensions: [".ts", ".js"] },
  module: { rules: [{ test: /\\.ts$/, loader: "ts-loader" }] },
  output: { path: ${JSON.stringify(outDir)}, filename: "main.cjs" },
};
`;

async function webpack(project, { tool, alone }) {
  project.write({ "webpack.config.mjs": webpackConfig(alone.folder) });
  await project.node([tool("webpack/bin/webpack.js"), "--fail-on-warnings"]);
}

const rollupConfig = (outDir) => `import commonjs from "@rollup/plugin-commonjs";
import resolve from "@rollup/plugin-node-resolve";
import typescript from "@rollup/plugin-typescript";

export default {
  input: "main.ts",
  external: /^node:/,
  plugins: [resolve({ preferBuiltins: true, exportConditions: ["node"] }), commonjs(), typescript()],
  output: [
    { dir: ${JSON.stringify(outDir)}, format: "es", entryFileNames: "[name].mjs", chunkFileNames: "[name]-[hash].mjs" },
    { dir: ${JSON.stringify(outDir)}, format: "cjs", entryFileNames: "[name].cjs", chunkFileNames: "[name]-[hash].cjs" },
  ],
};
`;

async function rollup(project, { tool, alone }) {
  project.write({ "rollup.config.mjs": rollupConfig(alone.folder) });
  await project.node([tool("rollup/dist/bin/rollup"), "--config", "--failAfterWarnings"]);
}

const rolldownConfig = (outDir) => `export default {
  input: "main.ts",
  platform: "node",
  tsconfig: true,
  output: [
    { file: ${JSON.stringify(join(outDir, "main.mjs"))}, format: "esm", codeSplitting: false },
    { file: ${JSON.stringify(join(outDir, "main.cjs"))}, format: "cjs", codeSplitting: false, minify: true },
  ],
};
`;

async function rolldown(project, { tool, alone }) {
  project.write({ "rolldown.config.mjs": rolldownConfig(alone.folder) });
  await project.node([tool("rolldown/bin/cli.mjs"), "--config"]);
}

const viteConfig = (outDir) => `export default {
  build: {
    ssr: "main.ts",
    outDir: ${JSON.stringify(outDir)},
    emptyOutDir: true,
    minify: true,
    rolldownOptions: { output: { entryFileNames: "main.mjs" } },
  },
  ssr: { noExternal: true },
};
`;

async function vite(project, { tool, alone }) {
  project.write({ "vite.config.mjs": viteConfig(alone.folder) });
  await project.node([tool("vite/bin/vite.js"), "build"]);
}

async function tsup(project, { tool, alone }) {
  const options = ["--format", "esm,cjs", "--platform", "node", "--target", "node20", "--no-config"];
  await project.node([tool("tsup/dist/cli-default.js"), "main.ts", ...options, "--out-dir", alone.folder]);
  alone.write({ "package.json": { name: "consumer", private: true, type: "module" } });
}

export const bundlers = [
  cell("webpack, production mode", { dialect: "standard", bundle: webpack, outputs: ["main.cjs"] }),
  cell("rollup, ES module and CommonJS", { dialect: "standard", bundle: rollup, outputs: ["main.mjs", "main.cjs"] }),
  cell("rolldown, ES module and CommonJS", { dialect: "legacy", bundle: rolldown, outputs: ["main.mjs", "main.cjs"] }),
  cell("vite, minified", { dialect: "legacy", bundle: vite }),
  cell("tsup, ES module and CommonJS", { dialect: "standard", bundle: tsup, outputs: ["main.js", "main.cjs"] }),
  cell("esbuild, ES module", { dialect: "standard", bundle: esbuild("esm") }),
  cell("esbuild, CommonJS, minified", {
    dialect: "legacy",
    bundle: esbuild("cjs", { minify: true }),
    outputs: ["main.cjs"],
  }),
];
