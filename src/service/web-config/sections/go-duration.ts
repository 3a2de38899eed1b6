/** Nanoseconds of each unit of Go's durations. The micro sign and the Greek letter are both valid. */
const nanoseconds: Readonly<Record<string, number>> = {
  ns: 1,
  us: 1e3,
  "\u00b5s": 1e3,
  "\u03bcs": 1e3,
  ms: 1e6,
  s: 1e9,
  m: 6e10,
  h: 3.6e12,
};

/** Longest duration of Go, in nanoseconds: 292 years. */
const MAX_NANOSECONDS = 2 ** 63;

/**
 * Parses a duration as Go writes it, for example `1s`, `1.5h` or `1m30s`.
 *
 * @returns the time in seconds, or `undefined` if it is no duration
 */
export function parseGoDuration(text: string): number | undefined {
  const [, sign = "", parts = ""] = /^([-+]?)(.+)$/.exec(text) ?? [];
  if (parts === "0") return 0;
  let sum = 0;
  let end = 0;
  for (const { 0: part, 1: number, 2: unit, index } of parts.matchAll(/(\d+\.?\d*|\.\d+)([a-z\u00b5\u03bc]+)/g)) {
    const factor = Object.hasOwn(nanoseconds, unit as string) ? nanoseconds[unit as string] : undefined;
    if (index !== end || factor === undefined) return undefined;
    sum += Number(number) * factor;
    end += part.length;
  }
  if (end === 0 || end !== parts.length || sum >= MAX_NANOSECONDS) return undefined;
  return ((sign === "-" ? -1 : 1) * sum) / 1e9;
}
