// Each package manager installs the tarball with its dependencies, as a user would. With pnpm and Yarn Plug'n'Play, a
// package can import only its declared dependencies.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { addCompiledProgram } from "../compile.mjs";

async function addProgram(project, workspace) {
  await addCompiledProgram(project, workspace);
  for (const file of ["one-instance.cjs", "import-and-require.cjs"]) project.copy(file);
  project.write({
    "package.json": {
      name: "consumer",
      version: "1.0.0",
      private: true,
      dependencies: { narthex: `file:${workspace.tarball}` },
    },
  });
}

const programs = ["main.mjs", "main.cjs"];

async function runPrograms(project) {
  for (const name of programs) await project.runMain([name]);
  for (const name of ["one-instance.cjs", "import-and-require.cjs"]) await project.node([name]);
}

/** Returns a setting of npm, for package managers that do not read its configuration. */
function npmConfig(name) {
  const value = execFileSync("npm", ["config", "get", name], { encoding: "utf8" }).trim();
  return value === "null" || value === "undefined" ? undefined : value;
}

const npm = {
  name: "npm, without warnings",
  async run(_, { alone, ...workspace }) {
    await addProgram(alone, workspace);
    const output = await alone.command("npm", ["install", "--no-fund", "--no-audit", "--no-update-notifier"]);
    assert.doesNotMatch(output, /warn/i);
    await runPrograms(alone);
  },
};

const pnpm = {
  name: "pnpm",
  async run(_, { alone, tool, ...workspace }) {
    await addProgram(alone, workspace);
    const folders = [`--store-dir=${alone.path("store")}`, `--config.cache-dir=${alone.path("cache")}`];
    await alone.node([tool("pnpm/bin/pnpm.cjs"), "install", "--no-frozen-lockfile", ...folders]);
    await runPrograms(alone);
  },
};

const yarn = {
  name: "yarn, Plug'n'Play",
  async run(_, { alone, tool, ...workspace }) {
    await addProgram(alone, workspace);
    const certificates = npmConfig("cafile");
    alone.write({
      ".yarnrc.yml": {
        nodeLinker: "pnp",
        enableGlobalCache: false,
        globalFolder: alone.path("yarn"),
        enableTelemetry: false,
        enableImmutableInstalls: false,
        npmRegistryServer: npmConfig("registry"),
        ...(certificates && { httpsCaFilePath: certificates }),
      },
      "yarn.lock": "",
    });
    const script = tool("@yarnpkg/cli-dist/bin/yarn.js");
    await alone.node([script, "install"]);
    // Its loader does not support the condition `module-sync`, so `import` and `require` load two copies.
    for (const name of programs) await alone.runMain([script, "node", name]);
    await alone.node([script, "node", "import-and-require.cjs"]);
  },
};

export const packageManagers = [yarn, pnpm, npm];
