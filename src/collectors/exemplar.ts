import { clock } from "../model/clock.js";
import type { Exemplar, Labels } from "../model/metric-family.js";

/** How many code points the names and values of an exemplar's labels may have together (OpenMetrics 1.0). */
export const EXEMPLAR_LIMIT = 128;

/**
 * Puts an exemplar at a bucket's place, with the current time; says whether it was short enough.
 *
 * @internal
 */
export function keepExemplar(
  exemplars: (Exemplar | undefined)[],
  bucket: number,
  labels: Labels,
  value: number,
): boolean {
  let length = 0;
  const kept: Record<string, string> = {};
  for (const [name, given] of Object.entries(labels)) {
    const text = String(given).toWellFormed();
    length += codePoints(name) + codePoints(text);
    kept[name] = text;
  }
  if (length > EXEMPLAR_LIMIT) return false;
  exemplars[bucket] = { labels: kept, value, timestamp: clock.current.now() / 1000 };
  return true;
}

function codePoints(text: string): number {
  let count = 0;
  for (const _ of text) count++;
  return count;
}
