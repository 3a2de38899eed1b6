import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { RunningProgram } from "../running-program.js";
import { blocksOf, type CodeBlock, documents, nameOf, root } from "./code-block.js";
import { compileBlocks, type Dialect } from "./compiled-blocks.js";
import { picture } from "./picture.js";

const blocks = documents.flatMap(blocksOf);
const programs = blocks.filter(({ language }) => language === "ts");
const named = (chosen: readonly CodeBlock[]) => chosen.map((block) => [nameOf(block), block] as const);

/** Replaces the sums of durations, which differ from run to run. */
const comparable = (text: string): string => text.trim().replaceAll(/(_sum\S*) \S+$/gm, "$1 …");

describe.each<Dialect>(["legacy", "standard"])("in the %s dialect the block", (dialect) => {
  const other = dialect === "legacy" ? "standard" : "legacy";
  const own = programs.filter(({ flags }) => !flags.includes(other));
  const compiled = compileBlocks(own, dialect);
  const messages = (block: CodeBlock): string => compiled.get(block)?.messages.join("\n") ?? "";
  const right = own.filter(({ flags }) => !flags.includes("error"));
  const wrong = own.filter(({ flags }) => flags.includes("error"));

  test.each(named(right))("%s compiles", (_, block) => {
    expect(messages(block)).toBe("");
  });

  test.each(named(wrong))("%s does not compile, with the messages that follow it", (_, block) => {
    const quoted = (block.text ?? "nothing is quoted").trim().split("\n");
    for (const line of quoted) expect(messages(block)).toContain(line.trim());
  });

  const throwing = right.filter(({ flags }) => flags.includes("throws"));
  test.concurrent.each(named(throwing))("%s ends with the error whose lines follow it", async (_, block) => {
    await using program = new RunningProgram(compiled.get(block)?.file ?? "");
    const { code, output } = await program.end();
    expect(code, output).toBe(1);
    const quoted = (block.text ?? "nothing is quoted").trim().split("\n");
    for (const line of quoted) expect(output).toContain(line);
  });

  const running = right.filter(({ flags }) => !flags.includes("no-run") && !flags.includes("throws"));
  test.concurrent.each(named(running))("%s runs and prints the text that follows it", async (_, block) => {
    await using program = new RunningProgram(compiled.get(block)?.file ?? "");
    const url = await program.url();
    if (url !== undefined) expect(await (await fetch(url)).text()).toContain("# TYPE ");
    const { code, output } = await (url === undefined ? program.end() : program.stop());
    expect(code, output).toBeOneOf([0, "SIGTERM"]);
    if (block.text !== undefined) expect(comparable(output)).toBe(comparable(block.text));
  });
});

test("the picture shows the first program of the README and its output", async () => {
  const [first] = blocksOf("README.md").filter(({ language }) => language === "ts");
  const code = first?.code ?? "";
  const shown = code.slice(code.indexOf("const seconds"), code.indexOf("\nconst checkout ="));
  await expect(picture(shown, first?.text ?? "")).toMatchFileSnapshot(join(root, "docs/images/overview.svg"));
});

const linked = [
  ...documents,
  "docs/push.md",
  "ARCHITECTURE.md",
  "CONTRIBUTING.md",
  "CHANGELOG.md",
  "examples/README.md",
];

test.each(linked)("%s links only to existing files", (document) => {
  const source = readFileSync(join(root, document), "utf8");
  const links = [...source.matchAll(/\]\((?!https?:)([^)#]+)/g)].map(([, target = ""]) => target);
  expect(links.filter((target) => !existsSync(join(root, dirname(document), target)))).toEqual([]);
});
