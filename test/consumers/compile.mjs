// The program as plain JavaScript, for tools that do not compile.
import { join } from "node:path";
import { bin } from "../../scripts/child-process.mjs";
import { main, Project } from "./project.mjs";

/**
 * Puts the program into a project and compiles it: `program.mjs` and `program.cjs`, and what starts them, `main.mjs` and
 * `main.cjs`.
 */
export async function compile(project, { compiler = "typescript", dialect = "standard" } = {}) {
  for (const kind of ["m", "c"]) {
    project.copy("program.ts", `program.${kind}ts`);
    project.write({ [`main.${kind}ts`]: main(`./program.${kind}js`) });
  }
  const compilerOptions = {
    target: "ES2022",
    lib: ["ES2023", "ESNext.Disposable"],
    module: "node16",
    types: ["node"],
    strict: true,
    skipLibCheck: false,
    experimentalDecorators: dialect === "legacy",
    emitDecoratorMetadata: dialect === "legacy",
    rootDir: ".",
  };
  project.write({ "tsconfig.json": { compilerOptions, files: ["main.mts", "main.cts"] } });
  await project.node([bin(compiler, "bin/tsc"), "-p", "."]);
}

let compiled;

/** Puts the compiled program into a project, without its sources. It is compiled once for all. */
export async function addCompiledProgram(project, { withTools }) {
  const source = new Project(join(withTools, "compiled"));
  compiled ??= compile(source);
  await compiled;
  for (const name of ["program.mjs", "program.cjs", "main.mjs", "main.cjs"]) project.copyFrom(source, name);
}
