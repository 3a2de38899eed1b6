import type { Line } from "./line.js";

const token = /[^ \t]+/y;
const decimal = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?$/i;
const infinite = /^([+-]?)inf(?:inity)?$/i;

/**
 * A number as all text formats write it: decimal with or without exponent, `Inf` or `Infinity` with or without a sign,
 * `NaN`, in any case; no hexadecimal, no underscores.
 *
 * @returns `undefined` when the text is no number, or one that no double can hold
 */
export function parseNumber(text: string): number | undefined {
  if (decimal.test(text)) {
    const value = Number(text);
    return Number.isFinite(value) ? value : undefined;
  }
  const sign = infinite.exec(text)?.[1];
  if (sign !== undefined) return sign === "-" ? -Infinity : Infinity;
  return text.toLowerCase() === "nan" ? NaN : undefined;
}

/** Reads a sample's or an exemplar's value. */
export function readNumber(line: Line, what: string): number {
  return read(line, parseNumber, `${what} needs a number as its value`);
}

/** Reads a timestamp of OpenMetrics: seconds since the Unix epoch. */
export function readSeconds(line: Line): number {
  const finite = (text: string) => (decimal.test(text) ? parseNumber(text) : undefined);
  return read(line, finite, "a timestamp is a decimal number of seconds");
}

/** Reads a timestamp of the text formats, which is in milliseconds, and gives it in seconds. */
export function readMilliseconds(line: Line): number {
  return read(line, parseMilliseconds, "a timestamp is a whole number of milliseconds that fits in 64 bits") / 1000;
}

function parseMilliseconds(text: string): number | undefined {
  if (!/^[+-]?\d+$/.test(text)) return undefined;
  const exact = BigInt(text.replace("+", ""));
  return BigInt.asIntN(64, exact) === exact ? Number(exact) : undefined;
}

function read(line: Line, parse: (text: string) => number | undefined, rule: string): number {
  const start = line.position;
  const text = line.match(token) ?? line.fail(rule);
  return parse(text) ?? line.fail(rule, start, line.position);
}
