import type { CST } from "yaml";
import type { ConfigNode } from "./config-node.js";
import { convertDocument } from "./convert-document.js";
import type { Problems } from "./problems.js";
import { addExcludedCharacter, addSyntaxError } from "./syntax-problems.js";

/**
 * Deepest nesting of a file; a valid file has a nesting of 4. The parser is recursive: thousands of brackets exhaust
 * the stack, at which V8 may end the process instead of throwing an error.
 */
const MAX_DEPTH = 20;

/**
 * Parses a file of one YAML document. All scalars are read as text, because the keys determine the types.
 *
 * @param text - the content, without a byte order mark
 * @param problems - receives the first error of syntax, after which nothing else is checked
 * @returns the root, or `undefined` if there is none or if it has errors
 */
export async function readYaml(text: string, problems: Problems): Promise<ConfigNode | undefined> {
  addExcludedCharacter(text, problems);
  if (problems.count > 0) return undefined;
  const yaml = await import("yaml");
  const tokens = [...new yaml.Parser().parse(text)];
  addStreamProblems(tokens, problems);
  if (problems.count > 0) return undefined;
  const composer = new yaml.Composer({ schema: "failsafe", uniqueKeys: false, logLevel: "silent" });
  const [document] = composer.compose(tokens, true, text.length);
  if (document === undefined) return undefined;
  addSyntaxError(document, problems);
  return problems.count > 0 ? undefined : convertDocument(yaml, document, problems);
}

/** Adds a problem for each token that keeps the document from being read safely or unambiguously. */
function addStreamProblems(tokens: readonly CST.Token[], problems: Problems): void {
  const documents = tokens.filter(({ type }) => type === "document");
  if (documents[1] !== undefined)
    problems.add(documents[1].offset, 'The file must have one document. Remove the second "---" and what follows.');
  for (const token of tokens) {
    if (token.type === "directive" && !/^%YAML\s+1\.1\s*$/.test(token.source))
      problems.add(token.offset, "The only supported directive is %YAML 1.1. Remove this one.");
    const tooDeep = placeBelow(token, MAX_DEPTH);
    if (tooDeep !== undefined)
      problems.add(tooDeep, `The values must not be nested more than ${MAX_DEPTH} deep. Correct the structure.`);
  }
}

/** Returns the place of a token that is nested deeper than a limit. Does not recurse. */
function placeBelow(root: CST.Token, limit: number): number | undefined {
  let level = [root];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > limit) return level[0]?.offset;
    level = level.flatMap(childrenOf);
  }
  return undefined;
}

function childrenOf(token: CST.Token): CST.Token[] {
  if (token.type === "document") return token.value === undefined ? [] : [token.value];
  if (!("items" in token)) return [];
  return token.items.flatMap(({ key, value }) => [key, value].filter((child) => child != null));
}
