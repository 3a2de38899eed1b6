import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { describe, expect, test } from "vitest";

/** The folders that each folder of src may import. The top-level `index.ts` and `testing` may import any folder. */
const allowed: Readonly<Record<string, readonly string[]>> = {
  platform: [],
  model: ["platform"],
  globals: ["model", "platform"],
  validation: ["model", "platform"],
  metadata: ["validation", "globals", "model", "platform"],
  registry: ["validation", "globals", "model", "platform"],
  exposition: ["validation", "globals", "model", "platform"],
  collectors: ["metadata", "registry", "validation", "globals", "model", "platform"],
  binding: ["metadata", "collectors", "registry", "validation", "globals", "model", "platform"],
  decorators: ["metadata", "binding", "validation", "globals", "model", "platform"],
  runtime: ["collectors", "validation", "globals", "model", "platform"],
  opentelemetry: ["validation", "globals", "model", "platform"],
  service: ["exposition", "registry", "collectors", "validation", "globals", "model", "platform"],
  push: ["exposition", "registry", "collectors", "decorators", "validation", "globals", "model", "platform"],
};

const src = fileURLToPath(new URL("../../src", import.meta.url));
const files = readdirSync(src, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".ts"));
const textOf = (file: string) => readFileSync(join(src, file), "utf8");
const folderOf = (file: string) => (file.includes(sep) ? (file.split(sep)[0] ?? "") : "index.ts");

/** Returns the files of src that a file imports, for values or types, statically or dynamically. */
function importsOf(file: string): string[] {
  const { importedFiles } = ts.preProcessFile(textOf(file), true, true);
  return importedFiles
    .filter(({ fileName }) => fileName.startsWith("."))
    .map(({ fileName }) => relative(src, join(src, dirname(file), fileName)).replace(/\.js$/, ".ts"));
}

/** Returns the nodes of a graph that are part of a cycle. */
function inCircles(nodes: readonly string[], next: (node: string) => readonly string[]): string[] {
  return nodes.filter((start) => {
    const seen = new Set<string>();
    const open = [...next(start)];
    for (let node = open.pop(); node !== undefined; node = open.pop()) {
      if (node === start) return true;
      if (!seen.has(node)) open.push(...next(node));
      seen.add(node);
    }
    return false;
  });
}

describe("the folders of src", () => {
  test("are all in the import table", () => {
    const folders = new Set(files.map(folderOf));
    expect([...folders].filter((folder) => !(folder in allowed))).toEqual(
      ["index.ts", "testing"].filter((folder) => folders.has(folder)),
    );
  });

  test("import only folders that the table allows", () => {
    const forbidden = files.flatMap((file) => {
      const from = folderOf(file);
      if (!(from in allowed)) return [];
      return importsOf(file)
        .filter((imported) => folderOf(imported) !== from && !allowed[from]?.includes(folderOf(imported)))
        .map((imported) => `${file} imports ${imported}`);
    });
    expect(forbidden).toEqual([]);
  });

  test("do not import each other in a cycle", () => {
    expect(inCircles(Object.keys(allowed), (folder) => allowed[folder] ?? [])).toEqual([]);
  });
});

describe("the files of src", () => {
  test("import existing files, with the extension .js", () => {
    const broken = files.flatMap((file) =>
      importsOf(file)
        .filter((imported) => !files.includes(imported))
        .map((imported) => `${file} imports ${imported}`),
    );
    expect(broken).toEqual([]);
  });

  test("do not import each other in a cycle, not even for types", () => {
    const imports = new Map(files.map((file) => [file, importsOf(file)]));
    expect(inCircles(files, (file) => imports.get(file) ?? [])).toEqual([]);
  });

  test("have at most 300 lines", () => {
    expect(files.filter((file) => textOf(file).trimEnd().split("\n").length > 300)).toEqual([]);
  });

  test("have kebab-case names", () => {
    expect(files.filter((file) => !/^([a-z0-9]+(-[a-z0-9]+)*[/\\])*[a-z0-9]+(-[a-z0-9]+)*\.ts$/.test(file))).toEqual(
      [],
    );
  });
});
