import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { sources } from "../../src/runtime/sources.js";

const script = "../../scripts/runtime-metrics.mjs";

test("docs/runtime-metrics.md is what scripts/runtime-metrics.mjs makes of the tables", async () => {
  const { renewed } = (await import(script)) as { renewed(text: string, tables: typeof sources): string };
  const text = readFileSync(new URL("../../docs/runtime-metrics.md", import.meta.url), "utf8");
  expect(renewed(text, sources)).toBe(text);
});
