// Several dev dependencies bring the same command, and npm links whichever comes last into node_modules/.bin:
// `tsc` shall be the compiler that builds the package, and `node` (of node-24) nothing at all, since npm scripts and
// npx would run on it instead of on the Node.js that started them. npm runs this whenever it changed node_modules; it has
// no setting for which package a command comes from.
import { existsSync, rmSync, symlinkSync } from "node:fs";

const bin = new URL("../node_modules/.bin/", import.meta.url);

for (const command of ["node", "node.cmd", "node.ps1"]) rmSync(new URL(command, bin), { force: true });

if (process.platform !== "win32" && existsSync(bin)) {
  for (const command of ["tsc", "tsserver"]) {
    rmSync(new URL(command, bin), { force: true });
    symlinkSync(`../typescript/bin/${command}`, new URL(command, bin));
  }
}
