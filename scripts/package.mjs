// Packs the package as it would be published, and checks what is in it: exports, types and files.
import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { bin, nodeAll, root } from "./run.mjs";

const folder = join(root, "temp/package");
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
execFileSync("npm", ["pack", "--ignore-scripts", "--silent", "--pack-destination", folder], {
  cwd: root,
  stdio: "ignore",
});
const tarball = join(folder, readdirSync(folder)[0]);

await nodeAll([
  { name: "publint", args: [bin("publint", "src/cli.js"), "--strict", tarball] },
  { name: "attw", args: [bin("@arethetypeswrong/cli", "dist/index.js"), "--no-color", tarball] },
]);
