import { existsSync, readFileSync } from "node:fs";
import { createRequire, isBuiltin } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { createContext, runInContext } from "node:vm";
import ts from "typescript";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** A dialect of decorators. */
export type Dialect = "legacy" | "standard";

/**
 * Runs a program in a new context, as some test runners do. The program and the packages that it requires are loaded as
 * CommonJS in the context; the modules of Node.js are those of the main context.
 *
 * @param code - the program, in TypeScript
 * @param dialect - the dialect in which its decorators are compiled
 * @param globals - the globals of the context in addition to those of the language
 * @returns the exports of the program
 */
export function loadInContext<E>(code: string, dialect: Dialect, globals: Record<string, unknown> = {}): E {
  if (!existsSync(join(root, "dist/cjs/index.js"))) throw new Error("dist is missing: run `npm run build` first");
  const context = createContext({ ...globals });
  const loaded = new Map<string, { exports: unknown }>();

  const run = (file: string, source: string): unknown => {
    const module = { exports: {} as unknown };
    loaded.set(file, module);
    const body = `(function (exports, require, module, __filename, __dirname) {${source}\n})`;
    const wrapper = runInContext(body, context, { filename: file }) as (...args: unknown[]) => void;
    wrapper.call(module.exports, module.exports, requireFrom(file), module, file, dirname(file));
    return module.exports;
  };
  const load = (file: string): unknown =>
    loaded.has(file) ? loaded.get(file)?.exports : run(file, readFileSync(file, "utf8"));
  const requireFrom = (from: string) => {
    const { resolve } = createRequire(from);
    return (id: string): unknown => {
      if (isBuiltin(id)) return process.getBuiltinModule(id as "fs");
      if (/^narthex\b/.test(id)) return load(join(root, id.replace("narthex", "dist/cjs"), "index.js"));
      return load(resolve(id));
    };
  };
  return run(join(root, "test/realms/program.cjs"), compiled(code, dialect)) as E;
}

function compiled(code: string, dialect: Dialect): string {
  const { outputText } = ts.transpileModule(code, {
    compilerOptions: {
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.CommonJS,
      esModuleInterop: true,
      experimentalDecorators: dialect === "legacy",
    },
  });
  return outputText;
}
