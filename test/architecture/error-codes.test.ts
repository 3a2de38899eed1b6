import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { expect, test } from "vitest";
import { isNarthexError } from "../../src/index.js";

const root = fileURLToPath(new URL("../..", import.meta.url));
const union = "model/errors/error-codes.ts";

const sources = readdirSync(join(root, "src"), { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".ts"))
  .map((file) => {
    const text = readFileSync(join(root, "src", file), "utf8");
    return {
      file: file.replaceAll("\\", "/"),
      text,
      syntax: ts.createSourceFile(file, text, ts.ScriptTarget.ESNext, true),
    };
  });

/** The nodes of a source file, in order. */
function nodesOf(node: ts.Node): ts.Node[] {
  const nodes = [node];
  ts.forEachChild(node, (child) => void nodes.push(...nodesOf(child)));
  return nodes;
}

/** The codes among the string literals of some source files. */
function codesIn(chosen: typeof sources): string[] {
  const literals = chosen.flatMap(({ syntax }) => nodesOf(syntax).filter(ts.isStringLiteral));
  return literals.map(({ text }) => text).filter((text) => /^NARTHEX_[A-Z_]+$/.test(text));
}

const declared = codesIn(sources.filter(({ file }) => file === union));

/** Files whose errors never reach the application as they are. */
const internal: Readonly<Record<string, string>> = {
  "exposition/parser/protobuf/wire.ts": "becomes the rule of a ParseError",
  "exposition/parser/protobuf/wire-reader.ts": "becomes the rule of a ParseError",
  "platform/errors.ts": "wraps a value that application code has thrown",
  "service/listening/unix-socket.ts": "becomes the cause of an error of start, with a code of the system",
  "push/delivery/request.ts": "becomes the cause of a PushError, with a code of the system",
};

/** The built-in errors that a source file creates without a code. */
function errorsWithoutCode({ file, syntax }: (typeof sources)[number]): string[] {
  const created = nodesOf(syntax)
    .filter(ts.isNewExpression)
    .filter((node) => {
      if (!/^(Type|Range|Syntax|Aggregate)?Error$/.test(node.expression.getText())) return false;
      let { parent } = node;
      while (ts.isConditionalExpression(parent)) parent = parent.parent;
      return !(ts.isCallExpression(parent) && parent.expression.getText() === "withCode");
    });
  return created.map((node) => `${file}: ${node.getText().slice(0, 80)}`);
}

test("there are codes, each once", () => {
  expect(declared.length).toBeGreaterThan(50);
  expect(new Set(declared).size).toBe(declared.length);
});

test("each code is used", () => {
  const used = new Set(codesIn(sources.filter(({ file }) => file !== union)));
  expect(declared.filter((code) => !used.has(code))).toEqual([]);
});

test("each error that is created has a code", () => {
  const checked = sources.filter(({ file }) => internal[file] === undefined);
  expect(checked.flatMap(errorsWithoutCode)).toEqual([]);
});

test("each file that is excepted creates errors without a code", () => {
  const excepted = sources.filter(({ file }) => internal[file] !== undefined);
  expect(
    excepted
      .filter((one) => errorsWithoutCode(one).length > 0)
      .map(({ file }) => file)
      .sort(),
  ).toEqual(Object.keys(internal).sort());
});

test("each class of errors has a code", () => {
  const classes = sources.flatMap(({ text }) => [...text.matchAll(/class (\w+) extends Error \{(.*?)\n\}/gs)]);
  const without = classes.filter(([, , body = ""]) => !/readonly code\b/.test(body)).map(([, name]) => name);
  // Answered with status 400 by the service.
  expect(without).toEqual(["QueryError"]);
});

test("an error of the CommonJS files is recognized by the ES modules", () => {
  const { Counter } = createRequire(import.meta.url)("../../dist/cjs/index.js") as typeof import("../../src/index.js");
  let error: unknown;
  try {
    new Counter({ name: "a-b", help: "", registry: null });
  } catch (thrown) {
    error = thrown;
  }
  expect(isNarthexError(error) && error.code).toBe("NARTHEX_INVALID_METRIC_NAME");
});

const document = readFileSync(join(root, "docs/errors.md"), "utf8");
const sections = document.split(/^### /m).slice(1);
const codeOf = (section: string): string => section.split("\n", 1)[0] ?? "";

test("docs/errors.md has a section for each code, in the order of the source", () => {
  expect(sections.map(codeOf)).toEqual(declared);
});

test("the index of docs/errors.md lists each code, in the order of the source", () => {
  const index = [...document.matchAll(/^\| \[`(NARTHEX_\w+)`\]\(#(\w+)\) \|/gm)];
  expect(index.map(([, code]) => code)).toEqual(declared);
  expect(index.map(([, , anchor]) => anchor)).toEqual(declared.map((code) => code.toLowerCase()));
});

test("each section of docs/errors.md has a cause, an example that shows its code, and a remedy", () => {
  const incomplete = sections.filter((section) => {
    const parts = /\*\*Cause\.\*\* [\s\S]*?^```ts(.*)$([\s\S]*?)\*\*Remedy\.\*\* /m.exec(section);
    const [, flags = "", example = ""] = parts ?? [];
    const text = /^```text$([\s\S]*)^```$/m.exec(example)?.[1] ?? "";
    return !(flags.includes("no-run") || text.includes(codeOf(section)));
  });
  expect(incomplete.map(codeOf)).toEqual([]);
});
