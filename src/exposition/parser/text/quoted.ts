import type { Line } from "./line.js";
import type { ParserSyntax } from "./syntax.js";

const backslash = /\\(.?)/gsu;

/**
 * Reads a quoted string and undoes its escapes.
 *
 * @returns `undefined` when none comes next
 */
export function readQuoted(line: Line, dialect: ParserSyntax): string | undefined {
  if (!line.startsWith('"')) return undefined;
  const start = line.position;
  let end = start + 1;
  while (line.text[end] !== '"') {
    if (end >= line.text.length) line.fail("a quoted text ends with a quote on the same line");
    end += line.text[end] === "\\" ? 2 : 1;
  }
  line.position = end + 1;
  return unescapeText(line, start + 1, line.text.slice(start + 1, end), dialect, '\\"n');
}

/**
 * Undoes the escapes of a text.
 *
 * @param line - where it stands
 * @param start - at which column, from 0
 * @param raw - as it is written
 * @param dialect - OpenMetrics keeps an unknown escape as it is, the text formats refuse it
 * @param escapes - which characters may follow a backslash
 */
export function unescapeText(line: Line, start: number, raw: string, dialect: ParserSyntax, escapes: string): string {
  if (!raw.includes("\\")) return raw;
  return raw.replace(backslash, (sequence: string, character: string, index: number) => {
    if (character !== "" && escapes.includes(character)) return character === "n" ? "\n" : character;
    if (character !== "" && dialect.openMetrics) return sequence;
    const known = [...escapes].map((each) => `\\${each}`).join(", ");
    return line.fail(`the escape sequences are ${known}`, start + index, start + index + sequence.length);
  });
}
