// Compiles src twice, to ES modules and to CommonJS, each with its declarations.
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { bin, nodeAll, root } from "./run.mjs";

/** Files in `dist` whose source is gone would be published, and would hide a broken import. */
function removeStale(format) {
  const dist = join(root, "dist", format);
  if (!existsSync(dist)) return;
  for (const file of readdirSync(dist, { recursive: true })) {
    const match = /^(.+?)(\.d\.ts|\.js)(\.map)?$/.exec(file);
    if (match && !existsSync(join(root, "src", `${match[1]}.ts`))) rmSync(join(dist, file));
  }
}

const tsc = bin("typescript", "bin/tsc");
await nodeAll([
  { name: "dist/esm", args: [tsc, "-p", "tsconfig.json"] },
  { name: "dist/cjs", args: [tsc, "-p", "tsconfig.cjs.json"] },
]);

mkdirSync(join(root, "dist/cjs"), { recursive: true });
writeFileSync(join(root, "dist/cjs/package.json"), '{ "type": "commonjs" }\n');
removeStale("esm");
removeStale("cjs");
