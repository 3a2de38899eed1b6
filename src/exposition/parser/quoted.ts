import type { Dialect } from "./dialect.js";
import type { Line } from "./line.js";

const quoted = /"(?:[^"\\]|\\.)*"/suy;
const backslash = /\\(.?)/gsu;

/**
 * Reads a quoted string and undoes its escapes.
 *
 * @returns `undefined` when none comes next
 */
export function readQuoted(line: Line, dialect: Dialect): string | undefined {
  if (!line.startsWith('"')) return undefined;
  const start = line.position;
  const raw = line.match(quoted) ?? line.fail("a quoted text ends with a quote on the same line");
  return unescapeText(line, start + 1, raw.slice(1, -1), dialect, '\\"n');
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
export function unescapeText(line: Line, start: number, raw: string, dialect: Dialect, escapes: string): string {
  if (!raw.includes("\\")) return raw;
  return raw.replace(backslash, (sequence: string, character: string, index: number) => {
    if (character !== "" && escapes.includes(character)) return character === "n" ? "\n" : character;
    if (character !== "" && dialect.openMetrics) return sequence;
    const known = [...escapes].map((each) => `\\${each}`).join(", ");
    return line.fail(`the escape sequences are ${known}`, start + index, start + index + sequence.length);
  });
}
