// The sources with TypeScript 7, which does not build the package; the tests with the compiler that does, those of the
// decorators in both dialects. (The build itself checks the sources with that one.)
import { bin, nodeAll } from "./run.mjs";

const typescript = bin("typescript", "bin/tsc");
await nodeAll([
  { name: "src, TypeScript 7", args: [bin("typescript-7", "bin/tsc"), "-p", "tsconfig.json", "--noEmit"] },
  { name: "test, TypeScript 6", args: [typescript, "-p", "test/tsconfig.json"] },
  { name: "test/decorators, TypeScript 6, legacy", args: [typescript, "-p", "test/tsconfig.legacy.json"] },
]);
