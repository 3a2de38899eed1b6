// The type tests, against the declarations that are published: every supported line of TypeScript, in both dialects, and
// with the types of the DOM. tstyche does not serve: it downloads compilers while it tests, needs an API that TypeScript 7
// lacks, and reads one tsconfig.json in a run.
import { bin, nodeAll } from "./child-process.mjs";

const compilers = ["typescript-5.2", "typescript-5.4", "typescript-5.9", "typescript", "typescript-7"];

for (const compiler of compilers) {
  await nodeAll(
    ["legacy", "standard", "dom"].map((config) => ({
      name: `${compiler}, ${config}`,
      args: [bin(compiler, "bin/tsc"), "-p", `test/types/tsconfig.${config}.json`],
    })),
  );
}
