// The published declarations, with the oldest supported compiler, the one that builds the package, and the newest.
import { compile } from "../compile.mjs";

const cell = (name, compiler, dialect) => ({
  name: `${name}, ${dialect} decorators`,
  async run(project) {
    await compile(project, { compiler, dialect });
    await project.runMain(["main.mjs"]);
    await project.runMain(["main.cjs"]);
  },
});

export const typescript = ["legacy", "standard"].flatMap((dialect) => [
  cell("TypeScript 5.2", "typescript-5.2", dialect),
  cell("TypeScript 6", "typescript", dialect),
  cell("TypeScript 7", "typescript-7", dialect),
]);
