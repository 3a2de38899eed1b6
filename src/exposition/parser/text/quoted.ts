import type { Line } from "./line.js";
import type { ParserSyntax } from "./syntax.js";

const backslash = /\\(.?)/gsu;

/**
 * Reads a quoted string and replaces its escape sequences.
 *
 * @returns the text, or `undefined` if the next character is not a quote
 */
export function readQuoted(line: Line, syntax: ParserSyntax): string | undefined {
  if (!line.startsWith('"')) return undefined;
  const start = line.position;
  let end = start + 1;
  while (line.text[end] !== '"') {
    if (end >= line.text.length) line.fail("a quoted string must end on the same line");
    end += line.text[end] === "\\" ? 2 : 1;
  }
  line.position = end + 1;
  return unescapeText(line, start + 1, line.text.slice(start + 1, end), syntax, '\\"n');
}

/**
 * Replaces the escape sequences of a text.
 *
 * @param line - the line that contains the text
 * @param start - the column of the text, from 0
 * @param raw - the text as it is written
 * @param syntax - the syntax; OpenMetrics keeps an unknown escape sequence, and the Prometheus text format rejects it
 * @param escapes - the characters that may follow a backslash
 */
export function unescapeText(line: Line, start: number, raw: string, syntax: ParserSyntax, escapes: string): string {
  if (!raw.includes("\\")) return raw;
  return raw.replace(backslash, (sequence: string, character: string, index: number) => {
    if (character !== "" && escapes.includes(character)) return character === "n" ? "\n" : character;
    if (character !== "" && syntax.openMetrics) return sequence;
    const known = [...escapes].map((each) => `\\${each}`).join(", ");
    return line.fail(`an escape sequence must be one of ${known}`, start + index, start + index + sequence.length);
  });
}
