import ts from "typescript";
import type { Plugin } from "vitest/config";

/** A line that begins with a decorator: cheap to look for, and a false hit costs only time. */
const decorator = /^\s*@[A-Za-z]/m;

/**
 * Lets TypeScript lower TC39 decorators, which vitest's own transformer leaves in place for Node.js to stumble over.
 *
 * @param include - which files
 */
export function standardDecorators(include: RegExp): Plugin {
  return {
    name: "standard-decorators",
    enforce: "pre",
    transform(code, id) {
      const [fileName = id] = id.split("?");
      if (!include.test(fileName) || !decorator.test(code)) return null;
      const { outputText, sourceMapText = "null" } = ts.transpileModule(code, {
        fileName,
        compilerOptions: {
          target: ts.ScriptTarget.ES2022,
          module: ts.ModuleKind.ESNext,
          sourceMap: true,
          importHelpers: true,
          verbatimModuleSyntax: true,
        },
      });
      return { code: outputText.replace(/\n\/\/# sourceMappingURL=.*$/, ""), map: JSON.parse(sourceMapText) };
    },
  };
}
