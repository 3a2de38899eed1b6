// Compiles the program to JavaScript, for tools that do not compile.
import { join } from "node:path";
import { bin } from "../../scripts/child-process.mjs";
import { main, Project } from "./project.mjs";

/**
 * Adds the program to a project and compiles it to `program.mjs` and `program.cjs`, which `main.mjs` and `main.cjs` start.
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

/** Adds the compiled program to a project, without its sources. It is compiled once for all projects. */
export async function addCompiledProgram(project, { withTools }) {
  const source = new Project(join(withTools, "compiled"));
  compiled ??= compile(source);
  await compiled;
  for (const name of ["program.mjs", "program.cjs", "main.mjs", "main.cjs"]) project.copyFrom(source, name);
}
