// A folder outside of the checkout, so that nothing is found there by accident, with the package as it would be
// published. Each cell gets a folder of its own in it.
import { execFileSync } from "node:child_process";
import {
  constants,
  copyFileSync,
  existsSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { root } from "../../scripts/child-process.mjs";
import { pack } from "../../scripts/pack.mjs";
import { Running } from "./processes.mjs";

const INSTALL_PATIENCE_MS = 300_000;

const here = fileURLToPath(new URL(".", import.meta.url));

/** Installs the tools of the matrix, unless they are there: npm writes its own lock when it has installed the other. */
async function installTools() {
  const [lock, installed] = [join(here, "package-lock.json"), join(here, "node_modules/.package-lock.json")];
  if (existsSync(installed) && statSync(installed).mtimeMs >= statSync(lock).mtimeMs) return;
  const begin = performance.now();
  await new Running(["npm", "ci"], { cwd: here, patienceMs: INSTALL_PATIENCE_MS }).ended;
  console.log(`Installed the tools in ${((performance.now() - begin) / 1000).toFixed(1)} s`);
}

/** Copies a folder by links to its files, where the file system lets it. */
function linkFolder(from, to) {
  mkdirSync(to, { recursive: true });
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory()) linkFolder(source, target);
    else if (entry.isSymbolicLink()) symlinkSync(readlinkSync(source), target);
    else linkFile(source, target);
  }
}

function linkFile(source, target) {
  try {
    linkSync(source, target);
  } catch (error) {
    if (error.code !== "EXDEV") throw error;
    copyFileSync(source, target, constants.COPYFILE_FICLONE);
  }
}

/** Fills `modules/narthex` as an installation would, without a registry: with the dependencies that are installed here. */
function unpack(tarball, modules) {
  const target = join(modules, "narthex");
  mkdirSync(target);
  execFileSync("tar", ["-xzf", tarball, "--strip-components=1", "-C", target]);
  const linked = new Set();
  const linkDependenciesOf = (folder) => {
    const { dependencies = {} } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
    for (const name of Object.keys(dependencies)) {
      if (linked.has(name)) continue;
      linked.add(name);
      const source = join(root, "node_modules", name);
      linkFolder(source, join(target, "node_modules", name));
      linkDependenciesOf(source);
    }
  };
  linkDependenciesOf(target);
}

/** Makes the workspace, which goes when this process ends. */
export async function createWorkspace() {
  if (!existsSync(join(root, "dist/esm/index.js")))
    throw new Error("There is no dist to pack: npm run build makes it.");
  await installTools();
  const folder = mkdtempSync(join(tmpdir(), "narthex-consumers-"));
  process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
  const tarball = pack(folder);
  const modules = join(folder, "with-tools/node_modules");
  linkFolder(join(here, "node_modules"), modules);
  unpack(tarball, modules);
  return {
    /** The packed package. */
    tarball,
    /** A file of a tool, for example `tool("rollup/dist/bin/rollup")`. */
    tool: (path) => join(modules, path),
    /** Where the package and all tools can be imported. */
    withTools: join(folder, "with-tools"),
    /** Where nothing can be imported that is not put there. */
    alone: join(folder, "alone"),
  };
}
