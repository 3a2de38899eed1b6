import swc from "@swc/core";
import esbuild from "esbuild";
import ts from "typescript";
import type { Plugin } from "vitest/config";

/** JavaScript with its source map. */
interface Compiled {
  readonly code: string;
  readonly map: string | undefined;
}
type Compile = (code: string, fileName: string) => Compiled | Promise<Compiled>;

/** The compilers of decorators, by the names of their projects, which begin with the dialect. */
export const decoratorCompilers = {
  // Vitest's own transformer. It does not compile standard decorators, which Node.js cannot run.
  "legacy-oxc": undefined,
  "legacy-tsc": byTypeScript({ experimentalDecorators: true, emitDecoratorMetadata: true }),
  "legacy-esbuild": byEsbuild({ experimentalDecorators: true }),
  "legacy-swc": bySwc({ legacyDecorator: true, decoratorMetadata: true }),
  "standard-tsc": byTypeScript({}),
  "standard-esbuild": byEsbuild({}),
  "standard-swc-2022-03": bySwc({ decoratorVersion: "2022-03" }),
  "standard-swc-2023-11": bySwc({ decoratorVersion: "2023-11" }),
} satisfies Record<string, Compile | undefined>;

/** A line that begins with a decorator. The search is cheap, and a false match costs only time. */
const decorator = /^\s*@[A-Za-z]/m;

/** Compiles the test files that have decorators before vitest transforms them. */
export function compileDecorators(compile: Compile | undefined): Plugin {
  return {
    name: "compile-decorators",
    enforce: "pre",
    async transform(code, id) {
      const [fileName = id] = id.split("?");
      if (!compile || !/\/test\/.*\.ts$/.test(fileName) || !decorator.test(code)) return null;
      const { code: output, map = "null" } = await compile(code, fileName);
      return { code: output.replace(/\n\/\/# sourceMappingURL=.*\s*$/, ""), map: JSON.parse(map) };
    },
  };
}

function byTypeScript(options: ts.CompilerOptions): Compile {
  const compilerOptions: ts.CompilerOptions = {
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.ESNext,
    sourceMap: true,
    verbatimModuleSyntax: true,
    ...options,
  };
  return (code, fileName) => {
    const { outputText, sourceMapText } = ts.transpileModule(code, { fileName, compilerOptions });
    return { code: outputText, map: sourceMapText };
  };
}

function byEsbuild(options: { readonly experimentalDecorators?: boolean }): Compile {
  const compilerOptions = { verbatimModuleSyntax: true, ...options };
  return (code, sourcefile) =>
    esbuild.transform(code, {
      loader: "ts",
      target: "es2022",
      // Without it, classes that refer to themselves get other names.
      keepNames: true,
      sourcemap: "external",
      sourcefile,
      tsconfigRaw: { compilerOptions },
    });
}

function bySwc(transform: swc.TransformConfig): Compile {
  return (code, filename) =>
    swc.transform(code, {
      filename,
      swcrc: false,
      configFile: false,
      sourceMaps: true,
      module: { type: "es6" },
      jsc: {
        target: "es2022",
        parser: { syntax: "typescript", decorators: true },
        transform: { verbatimModuleSyntax: true, ...transform },
      },
    }) as Promise<Compiled>;
}
