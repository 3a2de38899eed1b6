import type { Line } from "./line.js";

const token = /[^ \t]+/y;
const decimal = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?$/i;
const infinite = /^([+-]?)inf(?:inity)?$/i;

/**
 * Parses a number of a text format: a decimal with or without an exponent, `Inf` or `Infinity` with or without a sign,
 * or `NaN`, in upper or lower case. Hexadecimal numbers and underscores are not allowed.
 *
 * @returns the number, or `undefined` if the text is not a number or is out of the range of a double
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

/** Reads the value of a sample or an exemplar. */
export function readNumber(line: Line, owner: string): number {
  return read(line, parseNumber, `the value of ${owner} must be a number`);
}

/** Reads an OpenMetrics timestamp, in seconds since the Unix epoch. */
export function readSeconds(line: Line): number {
  const finite = (text: string) => (decimal.test(text) ? parseNumber(text) : undefined);
  return read(line, finite, "a timestamp must be a decimal number of seconds");
}

/** Reads a timestamp of the Prometheus text format, which is in milliseconds, and returns it in seconds. */
export function readMilliseconds(line: Line): number {
  return (
    read(line, parseMilliseconds, "a timestamp must be a whole number of milliseconds that fits in 64 bits") / 1000
  );
}

function parseMilliseconds(text: string): number | undefined {
  if (!/^[+-]?\d+$/.test(text)) return undefined;
  const exact = BigInt(text);
  return BigInt.asIntN(64, exact) === exact ? Number(exact) : undefined;
}

function read(line: Line, parse: (text: string) => number | undefined, rule: string): number {
  const start = line.position;
  const text = line.match(token) ?? line.fail(rule);
  return parse(text) ?? line.fail(rule, start, line.position);
}
