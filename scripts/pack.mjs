// Packs the package as `npm pack` does, but from the dist that is there, and without a change to the repository: for what
// checks the package while other programs use both. `npm pack` rebuilds dist, or packs the manifest of development.
//
//   pack.mjs --out <folder>    prints the path of the tarball
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { root } from "./child-process.mjs";
import { publishedManifest } from "./published-manifest.mjs";

/**
 * Packs the package.
 *
 * @param {string} folder - where the tarball goes
 * @returns {string} the path of the tarball
 */
export function pack(folder) {
  const staging = mkdtempSync(join(tmpdir(), "narthex-pack-"));
  try {
    execFileSync("tar", ["-xzf", npmPack(root, staging), "-C", staging]);
    const manifest = join(staging, "package/package.json");
    writeFileSync(manifest, publishedManifest(readFileSync(manifest, "utf8")));
    mkdirSync(folder, { recursive: true });
    return npmPack(join(staging, "package"), resolve(folder));
  } finally {
    rmSync(staging, { recursive: true, force: true });
  }
}

function npmPack(source, destination) {
  const args = ["pack", "--ignore-scripts", "--json", "--pack-destination", destination];
  const [{ filename }] = JSON.parse(execFileSync("npm", args, { cwd: source, encoding: "utf8" }));
  return join(destination, filename);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { out } = parseArgs({ options: { out: { type: "string" } } }).values;
  if (out === undefined) throw new Error("--out is missing: name the folder for the tarball");
  console.log(pack(out));
}
