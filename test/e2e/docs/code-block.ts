import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The folder of the package. */
export const root: string = fileURLToPath(new URL("../../..", import.meta.url));

/** A fenced block of a document. */
export interface CodeBlock {
  /** The document, relative to the package. */
  readonly document: string;
  /** The line of its opening fence, from 1. */
  readonly line: number;
  /** The first word after the fence. */
  readonly language: string;
  /** The words after the language: `legacy`, `standard`, `error`, `throws`, `no-run`. */
  readonly flags: readonly string[];
  /** The text between the fences. */
  readonly code: string;
  /** The text block that follows immediately: the output of the program, or lines of an error. */
  readonly text: string | undefined;
}

/** The documents whose blocks are programs. */
export const documents: readonly string[] = [
  "README.md",
  ...readdirSync(join(root, "docs"))
    .filter((file) => file.endsWith(".md"))
    .map((file) => `docs/${file}`),
];

const fence = /^```(\w*) ?(.*)\n([\s\S]*?)^```$/gm;

/** Returns all blocks of a document. */
export function blocksOf(document: string): CodeBlock[] {
  const source = readFileSync(join(root, document), "utf8");
  const found = [...source.matchAll(fence)];
  return found.map((match, index) => {
    const [whole, language = "", flags = "", code = ""] = match;
    const next = found[index + 1];
    const isFollowed = next?.[1] === "text" && source.slice(match.index + whole.length, next.index).trim() === "";
    return {
      document,
      line: source.slice(0, match.index).split("\n").length,
      language,
      flags: flags.split(" ").filter((flag) => flag !== ""),
      code,
      text: isFollowed ? next?.[3] : undefined,
    };
  });
}

/** Returns the name of a block in reports, which is also its file name without the extension. */
export function nameOf({ document, line }: CodeBlock): string {
  return `${basename(document, ".md")}-${line}`;
}
