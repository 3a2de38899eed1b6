import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { blocksOf, type CodeBlock, documents, nameOf, root } from "../../e2e/docs/code-block.js";
import { run } from "../../run-command.js";
import { programPath } from "../judges/programs.js";

const named = (chosen: readonly CodeBlock[]) => chosen.map((block) => [nameOf(block), block] as const);

describe("the configuration in", () => {
  const configurations = documents.flatMap(blocksOf).filter(({ language }) => language === "yaml");

  test.each(named(configurations))("%s is accepted by Prometheus", async (name, { code }) => {
    const folder = join(root, "temp/docs");
    mkdirSync(folder, { recursive: true });
    const file = join(folder, `${name}.yml`);
    writeFileSync(file, code);
    const { exitCode, stderr } = await run(programPath("promtool"), ["check", "config", file]);
    expect(exitCode, stderr).toBe(0);
  });
});
