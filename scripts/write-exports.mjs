// Users import the folders of src that have an index.ts, each as a subpath. This writes them into package.json; with
// --check it only says whether they are there. rolldown, which builds dist, does not write exports.
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./child-process.mjs";

const src = join(root, "src");
const folders = readdirSync(src).filter((folder) => existsSync(join(src, folder, "index.ts")));
const entry = (path) => {
  const built = (format) => ({ types: `./dist/${format}/${path}.d.ts`, default: `./dist/${format}/${path}.js` });
  return { "module-sync": built("esm"), import: built("esm"), require: built("cjs") };
};

const file = join(root, "package.json");
const before = readFileSync(file, "utf8");
const manifest = JSON.parse(before);
manifest.exports = { ".": entry("index") };
for (const folder of folders) manifest.exports[`./${folder}`] = entry(`${folder}/index`);
manifest.exports["./package.json"] = "./package.json";
// Module resolution `node10` does not read exports.
manifest.typesVersions = {
  "*": Object.fromEntries(folders.map((folder) => [folder, [`./dist/cjs/${folder}/index.d.ts`]])),
};

if (process.argv.includes("--check")) {
  const same = ["exports", "typesVersions"].every(
    (field) => JSON.stringify(manifest[field]) === JSON.stringify(JSON.parse(before)[field]),
  );
  if (!same) {
    console.log("package.json does not export the folders of src that have an index.ts: run `npm run exports`");
    process.exitCode = 1;
  }
} else {
  writeFileSync(file, `${JSON.stringify(manifest, null, 2)}\n`);
}
