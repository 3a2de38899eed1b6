import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import ts from "typescript";
import { type CodeBlock, nameOf, root } from "./code-block.js";

/** The two dialects of decorators. */
export type Dialect = "legacy" | "standard";

/** A compiled block. */
export interface Compiled {
  /** The path of the program. */
  readonly file: string;
  /** The messages of the compiler, without positions. */
  readonly messages: readonly string[];
}

/**
 * Compiles blocks as users of the package do. Each is a module that imports the package by its name.
 *
 * @param place - the folder for the programs, which is emptied first
 */
export function compileBlocks(
  blocks: readonly CodeBlock[],
  dialect: Dialect,
  place: string = dialect,
): ReadonlyMap<CodeBlock, Compiled> {
  const folder = join(root, "temp/docs", place);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const sourceOf = (block: CodeBlock): string => join(folder, `${nameOf(block)}.ts`);
  // Only the port is changed, because it may be in use.
  for (const block of blocks) {
    writeFileSync(sourceOf(block), `${block.code.replaceAll("port: 8000", "port: 0")}\nexport {};\n`);
  }
  const program = ts.createProgram(blocks.map(sourceOf), optionsOf(dialect, folder));
  program.emit();
  const diagnostics = ts.getPreEmitDiagnostics(program);
  return new Map(
    blocks.map((block) => {
      const own = diagnostics.filter(({ file }) => file?.fileName === sourceOf(block));
      const messages = own.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, "\n"));
      return [block, { file: join(folder, `${nameOf(block)}.js`), messages }];
    }),
  );
}

/** Returns the compiler options of the examples. */
function optionsOf(dialect: Dialect, folder: string): ts.CompilerOptions {
  const file = join(root, `examples/tsconfig.${dialect}.json`);
  const host = { ...ts.sys, onUnRecoverableConfigFileDiagnostic: () => {} };
  const parsed = ts.getParsedCommandLineOfConfigFile(file, {}, host);
  if (parsed === undefined) throw new Error(`${basename(file)} cannot be read`);
  return { ...parsed.options, rootDir: folder, outDir: folder };
}
