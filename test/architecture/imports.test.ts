import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { describe, expect, test } from "vitest";

/** Which folders each folder of src may import; `index.ts` at the top and `testing` may import anything. */
const allowed: Readonly<Record<string, readonly string[]>> = {
  model: [],
  metadata: ["model"],
  registry: ["model"],
  exposition: ["model"],
  collectors: ["metadata", "registry", "model"],
  binding: ["metadata", "collectors", "registry", "model"],
  decorators: ["metadata", "binding", "model"],
  runtime: ["collectors", "model"],
  opentelemetry: ["model"],
  service: ["exposition", "registry", "collectors", "model"],
  push: ["exposition", "registry", "collectors", "model", "decorators"],
  multiprocess: ["exposition", "registry", "collectors", "model"],
  catalogue: ["metadata", "registry", "model"],
  integrations: ["service", "decorators", "binding", "registry", "collectors", "model"],
};

const src = fileURLToPath(new URL("../../src", import.meta.url));
const files = readdirSync(src, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".ts"));
const textOf = (file: string) => readFileSync(join(src, file), "utf8");
const folderOf = (file: string) => (file.includes(sep) ? (file.split(sep)[0] ?? "") : "index.ts");

/** The files of src that a file imports, for values or types, statically or not. */
function importsOf(file: string): string[] {
  const { importedFiles } = ts.preProcessFile(textOf(file), true, true);
  return importedFiles
    .filter(({ fileName }) => fileName.startsWith("."))
    .map(({ fileName }) => relative(src, join(src, dirname(file), fileName)).replace(/\.js$/, ".ts"));
}

/** Whether `folder` comes back to itself through what the table allows. */
function isInCycle(folder: string): boolean {
  const seen = new Set<string>();
  const open = [...(allowed[folder] ?? [])];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (next === folder) return true;
    if (!seen.has(next)) open.push(...(allowed[next] ?? []));
    seen.add(next);
  }
  return false;
}

describe("the folders of src", () => {
  test("are all in the import table", () => {
    const folders = new Set(files.map(folderOf));
    expect([...folders].filter((folder) => !(folder in allowed))).toEqual(
      ["index.ts", "testing"].filter((folder) => folders.has(folder)),
    );
  });

  test("import only what the table allows", () => {
    const forbidden = files.flatMap((file) => {
      const from = folderOf(file);
      if (!(from in allowed)) return [];
      return importsOf(file)
        .filter((imported) => folderOf(imported) !== from && !allowed[from]?.includes(folderOf(imported)))
        .map((imported) => `${file} imports ${imported}`);
    });
    expect(forbidden).toEqual([]);
  });

  test("form no cycle", () => {
    expect(Object.keys(allowed).filter(isInCycle)).toEqual([]);
  });
});

describe("the files of src", () => {
  test("import files that exist, by their name with .js", () => {
    const broken = files.flatMap((file) =>
      importsOf(file)
        .filter((imported) => !files.includes(imported))
        .map((imported) => `${file} imports ${imported}`),
    );
    expect(broken).toEqual([]);
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
