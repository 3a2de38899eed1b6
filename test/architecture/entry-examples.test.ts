import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { expect, test } from "vitest";

const root = fileURLToPath(new URL("../..", import.meta.url));
if (!existsSync(join(root, "dist/cjs/index.d.ts"))) throw new Error("dist is missing: run `npm run build` first");

const folders = readdirSync(join(root, "src")).filter((folder) => existsSync(join(root, "src", folder, "index.ts")));
const entryPoints = ["index.ts", ...folders.map((folder) => `${folder}/index.ts`)];

/** The comment at the beginning of an entry point, without its stars. */
const commentOf = (entryPoint: string) =>
  readFileSync(join(root, "src", entryPoint), "utf8")
    .split("*/", 1)
    .join()
    .replaceAll(/^ ?\*+ ?/gm, "");

/** The compiler errors of an example in a file of the repository. */
function errorsOf(example: string): string[] {
  const file = join(root, "example.ts");
  const options: ts.CompilerOptions = {
    target: ts.ScriptTarget.ES2022,
    lib: ["lib.es2023.d.ts", "lib.esnext.decorators.d.ts", "lib.esnext.disposable.d.ts"],
    module: ts.ModuleKind.NodeNext,
    types: ["node"],
    strict: true,
    skipLibCheck: true,
    noEmit: true,
  };
  const host = ts.createCompilerHost(options);
  const getSourceFile = host.getSourceFile.bind(host);
  host.getSourceFile = (name, ...rest) =>
    name === file ? ts.createSourceFile(name, example, ts.ScriptTarget.ES2022) : getSourceFile(name, ...rest);
  const program = ts.createProgram([file], options, host);
  return ts.getPreEmitDiagnostics(program).map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, "\n"));
}

test.each(entryPoints)(
  "%s begins with its import name and an example that compiles",
  (entryPoint) => {
    const comment = commentOf(entryPoint);
    const name = `narthex/${entryPoint}`.replace(/\/index\.ts$/, "");
    expect(comment).toMatch(new RegExp(`@packageDocumentation\n@module ${name}\n`));
    const [, example = ""] = /```ts\n(.*?)```/s.exec(comment) ?? [];
    expect(example).toContain(`from "${name}"`);
    expect(errorsOf(example)).toEqual([]);
  },
  60_000,
);
