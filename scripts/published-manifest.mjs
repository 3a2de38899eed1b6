// The package.json of the published package: the one in the repository without what serves development alone. Otherwise
// npm would warn each user of lifecycle scripts that were never meant for them. npm has no setting that removes fields.
//
//   published-manifest.mjs write      puts it in the place of the one in the repository, before `npm pack`
//   published-manifest.mjs restore    puts that one back, after it
import { copyFileSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./child-process.mjs";

/** The manifest to publish, of a manifest as JSON. */
export function publishedManifest(json) {
  const { scripts, devDependencies, allowScripts, ...published } = JSON.parse(json);
  return `${JSON.stringify(published, null, 2)}\n`;
}

const [file, saved] = [join(root, "package.json"), join(root, "temp/package.json")];

function restore() {
  if (existsSync(saved)) renameSync(saved, file);
}

function write() {
  restore(); // where an earlier `npm pack` was interrupted
  mkdirSync(join(root, "temp"), { recursive: true });
  copyFileSync(file, saved);
  writeFileSync(file, publishedManifest(readFileSync(saved, "utf8")));
}

if (process.argv[2] === "write") write();
if (process.argv[2] === "restore") restore();
