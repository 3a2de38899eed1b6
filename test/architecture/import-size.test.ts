import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const dist = fileURLToPath(new URL("../../dist", import.meta.url));

/**
 * The number of files and bytes of JavaScript that a program may load with `narthex`. Raise a number only for code that
 * every program needs.
 */
const budgets = { esm: { files: 3, bytes: 288_900 }, cjs: { files: 4, bytes: 300_800 } };

/** The file and all files of dist that it imports statically, directly or not. */
function loaded(file: string, files: Map<string, string> = new Map()): Map<string, string> {
  if (files.has(file)) return files;
  const text = readFileSync(file, "utf8");
  files.set(file, text);
  for (const [, from] of text.matchAll(/^(?:import|export|const)\b[^;(]*?(?:\brequire\()?["'](\.[^"']+)["']\)?;/gm)) {
    loaded(join(dirname(file), from as string), files);
  }
  return files;
}

test.each([
  ["import", "esm"],
  ["require", "cjs"],
] as const)('%s of "narthex" loads no more files and bytes than its budget', (_way, format) => {
  const files = loaded(join(dist, format, "index.js"));
  const bytes = [...files.values()].reduce((sum, text) => sum + Buffer.byteLength(text), 0);
  expect(files.size).toBeGreaterThan(1);
  expect(files.size).toBeLessThanOrEqual(budgets[format].files);
  expect(bytes).toBeLessThanOrEqual(budgets[format].bytes);
});
