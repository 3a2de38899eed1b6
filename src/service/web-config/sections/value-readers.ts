import type { ConfigNode, TextNode } from "../yaml/config-node.js";
import { isAbsent, type ReportedKey, type ValueReader } from "./section.js";

const yes: readonly string[] = ["y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON"];
const no: readonly string[] = ["n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF"];

/** Reads a text that is not empty. Numbers are text as well. */
export const text: ValueReader<string> = (node, key) => {
  const scalar = scalarOf(node, key, "must be text");
  return scalar?.text === "" ? key.reject("must not be empty. Remove the key, or give it a value.") : scalar?.text;
};

/** PEM text, or a key in base64, which always begins with this letter. */
const noPath = /-----BEGIN|[\0\r\n]|^M[A-Za-z0-9+/]{59,}=*$/;

/** Reads a path. Errors about files show paths, and a key must not be among them. */
export const path: ValueReader<string> = (node, key) => {
  const value = text(node, key);
  if (value === undefined || !noPath.test(value)) return value;
  return key.reject(
    `must be the path of a file. To write PEM text in this file, use ${key.name.replace(/_file$/, "")}.`,
  );
};

/** Reads a boolean, in all forms of YAML 1.1. */
export const boolean: ValueReader<boolean> = (node, key) => {
  const scalar = scalarOf(node, key, "must be true or false");
  if (scalar === undefined) return undefined;
  if (!scalar.isString && yes.includes(scalar.text)) return true;
  if (!scalar.isString && no.includes(scalar.text)) return false;
  const isQuoted = yes.includes(scalar.text) || no.includes(scalar.text);
  return key.reject(`must be true or false${isQuoted ? ". Remove the quotes." : butWas(scalar)}`);
};

/**
 * Returns a reader of a text that stands for a value.
 *
 * @param values - the values, by their texts in the file
 * @param remedies - for texts that Prometheus accepts and that are invalid here, the rule and the remedy
 */
export function oneOf<T>(
  values: Readonly<Record<string, T>>,
  remedies: Readonly<Record<string, string>> = {},
): ValueReader<T> {
  return (node, key) => {
    const scalar = scalarOf(node, key, "must be text");
    if (scalar === undefined) return undefined;
    if (Object.hasOwn(values, scalar.text)) return values[scalar.text];
    if (Object.hasOwn(remedies, scalar.text)) return key.reject(remedies[scalar.text] as string);
    return key.reject(`must be one of ${Object.keys(values).join(", ")}${butWas(scalar)}`);
  };
}

/** Returns a reader of a list. Every item is read, so that all invalid ones are reported. */
export function listOf<T>(item: ValueReader<T>): ValueReader<readonly T[]> {
  return (node, key) => {
    if (node.kind === "null") return [];
    if (node.kind === "invalid") return undefined;
    if (node.kind !== "list") return key.reject('must be a list. Begin each item with "- " on a line of its own.');
    const items = node.items.map((one) =>
      item(one, { name: key.name, reject: (rule, at = one) => key.reject(rule, at) }),
    );
    return items.every((one) => one !== undefined) ? (items as readonly T[]) : undefined;
  };
}

/** Returns a scalar, or reports that the value is none. */
export function scalarOf(node: ConfigNode, key: ReportedKey, rule: string): TextNode | undefined {
  if (node.kind === "text") return node;
  if (node.kind === "null") return key.reject(`${rule}, but has no value. Remove the key, or give it a value.`);
  return isAbsent(node) ? undefined : key.reject(`${rule}, but is a ${node.kind}. Check the indentation.`);
}

/** Ends the sentence of a rule. Shows the value only if it is a word or a number, which no hash and no PEM text is. */
export function butWas({ text: value }: TextNode): string {
  return /^-?\w[\w.]{0,59}$/.test(value) ? `, but was ${JSON.stringify(value)}.` : ". Correct the value.";
}
