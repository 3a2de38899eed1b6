// Packs the package as it would be published, and checks what is in it: exports, types and files.
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { pack } from "./pack.mjs";
import { bin, nodeAll, root } from "./run.mjs";

const folder = join(root, "temp/package");
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
const tarball = pack(folder);

await nodeAll([
  { name: "publint", args: [bin("publint", "src/cli.js"), "--strict", tarball] },
  { name: "attw", args: [bin("@arethetypeswrong/cli", "dist/index.js"), "--no-color", tarball] },
]);
