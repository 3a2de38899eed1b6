import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";

const root = fileURLToPath(new URL("../..", import.meta.url));
const read = (document: string) => readFileSync(join(root, document), "utf8");

function markdownIn(folder: string): string[] {
  return readdirSync(join(root, folder))
    .filter((file) => file.endsWith(".md"))
    .map((file) => normalize(`${folder}/${file}`));
}

const documents = [".", "docs", "docs/decisions", "bench", "examples"].flatMap(markdownIn);

const scripts = new Set(Object.keys(JSON.parse(read("package.json")).scripts));

/** Generated folders, which a fresh checkout lacks. */
const generated = /^(dist|docs\/api|temp)\b/;

const folders = "src|test|scripts|bench|etc|proto|examples|docs|\\.github";
const sourceFolders = readdirSync(join(root, "src"), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name)
  .join("|");

/** The files that a document names in code spans: from the root, or, as ARCHITECTURE.md does, from `src`. */
function namedFiles(text: string): string[] {
  const fromRoot = [...text.matchAll(new RegExp(`\`((?:${folders})/[\\w./-]*)\``, "g"))];
  const sources = [...text.matchAll(new RegExp(`\`((?:${sourceFolders})/[\\w/-]+\\.ts)\``, "g"))];
  return [...fromRoot, ...sources].map(([, file = ""]) => file).filter((file) => !generated.test(file));
}

/** The fragments under which the headings of a document can be linked. */
function fragmentsOf(document: string): string[] {
  return [...read(document).matchAll(/^#+ (.*)$/gm)].map(([, heading = ""]) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}_ -]/gu, "")
      .replaceAll(" ", "-"),
  );
}

describe.each(documents)("%s", (document) => {
  const text = read(document);

  test("names only files that exist", () => {
    const missing = namedFiles(text).filter(
      (file) => !existsSync(join(root, file)) && !existsSync(join(root, "src", file)),
    );
    expect(missing).toEqual([]);
  });

  test("names only npm scripts that exist", () => {
    const named = [...text.matchAll(/\bnpm run ([a-z][\w:-]*)/g)].map(([, script = ""]) => script);
    expect(named.filter((script) => !scripts.has(script))).toEqual([]);
  });

  test("links only to files and headings that exist", () => {
    const links = [...text.matchAll(/\]\((?!https?:)([^)#\s]*)(?:#([^)\s]+))?\)/g)];
    const broken = links.filter(([, path = "", fragment]) => {
      const target = path === "" ? document : normalize(join(dirname(document), path));
      if (!existsSync(join(root, target))) return true;
      return fragment !== undefined && !fragmentsOf(target).includes(fragment);
    });
    expect(broken.map(([link]) => link)).toEqual([]);
  });
});

test("docs/decisions/README.md lists every decision", () => {
  const index = read("docs/decisions/README.md");
  const decisions = readdirSync(join(root, "docs/decisions")).filter((file) => /^\d/.test(file));
  expect(decisions.filter((file) => !index.includes(`(${file})`))).toEqual([]);
});

test("the table in ARCHITECTURE.md names every folder of src", () => {
  const rows = read("ARCHITECTURE.md").split("\n");
  const rowOf = (folder: string) => rows.find((row) => row.startsWith(`| \`${folder}/\` |`)) ?? "";
  const missing = sourceFolders.split("|").flatMap((folder) => {
    const inside = readdirSync(join(root, "src", folder), { withFileTypes: true }).filter((one) => one.isDirectory());
    const named = (name: string) => new RegExp(`\`(${folder}/)?${name}/`).test(rowOf(folder));
    return inside.filter(({ name }) => !named(name)).map(({ name }) => `${folder}/${name}`);
  });
  expect(missing).toEqual([]);
});
