import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";

const root = fileURLToPath(new URL("../..", import.meta.url));
if (!existsSync(join(root, "dist/esm/index.d.ts"))) throw new Error("dist is missing: run `npm run build` first");

/** A dialect of decorators. */
export type Dialect = "standard" | "legacy";

/** The result of a type check. */
export interface TypeCheck {
  /** The messages of the compiler by the name of the file, each as lines. */
  readonly messages: Readonly<Record<string, readonly (readonly string[])[]>>;
  /** The number of types that the compiler instantiated, which is the same on every machine. */
  readonly instantiations: number;
}

/**
 * Checks sources that import the built package, with the TypeScript of the project.
 *
 * @param sources - the sources by the name of the file
 */
export function typeCheck(sources: Readonly<Record<string, string>>, dialect: Dialect): TypeCheck {
  const paths = new Map(
    Object.entries(sources).map(([name, text]) => [join(root, "test", `${name}.ts`), { name, text }]),
  );
  const options: ts.CompilerOptions = {
    target: ts.ScriptTarget.ES2022,
    lib: ["lib.es2023.d.ts", "lib.esnext.decorators.d.ts", "lib.esnext.disposable.d.ts"],
    module: ts.ModuleKind.NodeNext,
    types: ["node"],
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    experimentalDecorators: dialect === "legacy",
    emitDecoratorMetadata: dialect === "legacy",
  };
  const host = ts.createCompilerHost(options);
  const { fileExists, readFile } = host;
  host.fileExists = (path) => paths.has(path) || fileExists(path);
  host.readFile = (path) => paths.get(path)?.text ?? readFile(path);
  const program = ts.createProgram([...paths.keys()], options, host);
  const messages = Object.fromEntries(
    [...paths].map(([path, { name }]) => [
      name,
      ts.getPreEmitDiagnostics(program, program.getSourceFile(path)).map(({ messageText }) =>
        ts
          .flattenDiagnosticMessageText(messageText, "\n")
          .split("\n")
          .map((line) => line.trim()),
      ),
    ]),
  );
  // The compiler prints the number with --extendedDiagnostics, and leaves the method out of its declarations.
  const counted = program as ts.Program & { getInstantiationCount(): number };
  return { messages, instantiations: counted.getInstantiationCount() };
}
