// A folder outside the checkout, so that no module is resolved there by accident, with the package as it would be
// published. Each cell has a subfolder.
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

/** Installs the tools of the matrix if they are absent or outdated. npm writes its own lock file when it has finished. */
async function installTools() {
  const [lock, installed] = [join(here, "package-lock.json"), join(here, "node_modules/.package-lock.json")];
  if (existsSync(installed) && statSync(installed).mtimeMs >= statSync(lock).mtimeMs) return;
  const begin = performance.now();
  await new Running(["npm", "ci"], { cwd: here, patienceMs: INSTALL_PATIENCE_MS }).ended;
  console.log(`Installed the tools in ${((performance.now() - begin) / 1000).toFixed(1)} s`);
}

/** Copies a folder as hard links to its files, if the file system allows it. */
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

/** Fills `modules/narthex` as an installation would, with the dependencies of this checkout and without a registry. */
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

/** Creates the workspace, which is removed when this process exits. */
export async function createWorkspace() {
  if (!existsSync(join(root, "dist/esm/index.js")))
    throw new Error("The folder dist is absent. Run npm run build first.");
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
    /** Returns the path of a tool's file, for example `tool("rollup/dist/bin/rollup")`. */
    tool: (path) => join(modules, path),
    /** A folder in which the package and all tools can be imported. */
    withTools: join(folder, "with-tools"),
    /** A folder in which only its own files can be imported. */
    alone: join(folder, "alone"),
  };
}
