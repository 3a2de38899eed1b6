import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { runInNewContext } from "node:vm";
import ts from "typescript";
import { describe, expect, test } from "vitest";

const src = fileURLToPath(new URL("../../src", import.meta.url));
const files = readdirSync(src, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".ts"));

/** The globals of every context. Test runners replace `Date`, so the library uses its clock. */
const ofTheLanguage = new Set(runInNewContext("Object.getOwnPropertyNames(globalThis)") as string[]);
ofTheLanguage.delete("Date");
ofTheLanguage.delete("console");

/** Properties that some contexts lack, with the only file that may name them. */
const missingSomewhere: Readonly<Record<string, string>> = {
  "Symbol.dispose": "platform/dispose.ts",
  "Symbol.asyncDispose": "platform/dispose.ts",
  "globalThis.AbortController": "platform/abort.ts",
};
const dateIsReadIn = "globals/clock.ts";

/** The globals that a file uses as values and that a context may lack or replace, with their lines. */
function foreignGlobals(file: string, text: string): string[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const declared = new Set<string>();
  const used: ts.Node[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isTypeNode(node) && !ts.isExpressionWithTypeArguments(node)) return;
    if (ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node) || ts.isTypeParameterDeclaration(node))
      return;
    if (ts.isHeritageClause(node) && node.token === ts.SyntaxKind.ImplementsKeyword) return;
    if (ts.isIdentifier(node)) isDeclaration(node) ? declared.add(node.text) : isValue(node) && used.push(node);
    if (isProperty(node) && isRefused(node, file)) used.push(node);
    if (ts.isVariableDeclarationList(node) && (node.flags & ts.NodeFlags.Using) === ts.NodeFlags.Using) used.push(node);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return used
    .filter((node) => !ts.isIdentifier(node) || !(declared.has(node.text) || isOfTheLanguage(node.text, file)))
    .map((node) => `${file}:${source.getLineAndCharacterOfPosition(node.getStart()).line + 1} ${node.getText()}`);
}

function isOfTheLanguage(name: string, file: string): boolean {
  return ofTheLanguage.has(name) || (name === "Date" && file === dateIsReadIn) || name === "arguments";
}

function isProperty(node: ts.Node): node is ts.PropertyAccessExpression {
  if (!ts.isPropertyAccessExpression(node) || !ts.isIdentifier(node.expression)) return false;
  return node.expression.text === "Symbol" || node.expression.text === "globalThis";
}

function isRefused(node: ts.PropertyAccessExpression, file: string): boolean {
  const name = node.getText();
  return name.startsWith("globalThis.") || name in missingSomewhere ? missingSomewhere[name] !== file : false;
}

function isDeclaration({ parent, text }: ts.Identifier): boolean {
  const { name } = parent as { name?: ts.Node };
  const isDeclaring =
    ts.isVariableDeclaration(parent) ||
    ts.isParameter(parent) ||
    ts.isBindingElement(parent) ||
    ts.isFunctionDeclaration(parent) ||
    ts.isFunctionExpression(parent) ||
    ts.isClassDeclaration(parent) ||
    ts.isClassExpression(parent) ||
    ts.isImportSpecifier(parent) ||
    ts.isImportClause(parent) ||
    ts.isNamespaceImport(parent);
  return isDeclaring && name !== undefined && ts.isIdentifier(name) && name.text === text;
}

/** Whether a name refers to a variable, not to a property or a member. */
function isValue({ parent, text }: ts.Identifier): boolean {
  if (ts.isMetaProperty(parent)) return false;
  // Date.parse does not read the current time.
  if (ts.isPropertyAccessExpression(parent))
    return parent.expression.getText() === text && parent.getText() !== "Date.parse";
  if (ts.isBindingElement(parent)) return parent.propertyName?.getText() !== text;
  if (ts.isImportSpecifier(parent) || ts.isExportSpecifier(parent)) return false;
  if (ts.isPropertyAssignment(parent)) return parent.initializer.getText() === text;
  return !ts.isClassElement(parent) && !ts.isObjectLiteralElementLike(parent)
    ? true
    : ts.isShorthandPropertyAssignment(parent);
}

describe("no global that a context may lack, or that a test runner replaces, is used in", () => {
  test.each(files)("%s", (file) => {
    expect(foreignGlobals(file, readFileSync(join(src, file), "utf8"))).toEqual([]);
  });
});

describe("the search for globals", () => {
  test.each([
    ["setTimeout(() => {}, 5);", "setTimeout"],
    ["export const now = () => performance.now();", "performance"],
    ["const a = { at: Date.now() };", "Date"],
    ["const a = { Buffer };", "Buffer"],
    ["const a = { bytes: Buffer };", "Buffer"],
    ["class A extends EventTarget {}", "EventTarget"],
    ["class A { field = new URL('a:b'); }", "URL"],
    ["function f(signal = new AbortController()) {}", "AbortController"],
    ["console.log(5);", "console"],
    ["const a = { [Symbol.dispose]() {} };", "Symbol.dispose"],
    ["const { fetch } = globalThis.navigator;", "globalThis.navigator"],
    ["function f() { using a = b(); } function b() {}", "using a = b()"],
    ["async function f() { await using a = b(); } function b() {}", "await using a = b()"],
  ])("finds one in: %s", (text, found) => {
    expect(foreignGlobals("a.ts", text)).toEqual([`a.ts:1 ${found}`]);
  });

  test.each([
    'import { Buffer } from "node:buffer"; Buffer.from("");',
    "const a = { Buffer: 5 }; a.Buffer; Math.max(a.Buffer);",
    "function f(URL: string) { return URL; }",
    "let a: AbortSignal; interface B extends Disposable { process: Buffer }",
    "class A { fetch() {} process = 5; }",
    "const { process } = { process: 5 }; process + 1;",
    "const { process: own } = { process: 5 }; own + 1;",
    "const shared = globalThis as { a?: number }; shared.a;",
  ])("finds none in: %s", (text) => {
    expect(foreignGlobals("a.ts", text)).toEqual([]);
  });
});
