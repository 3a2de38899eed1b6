import type { Labels } from "./metric.js";
/** How many code points the names and values of an exemplar's labels may have together (OpenMetrics 1.0). */
export const EXEMPLAR_LIMIT = 128;

/** How many code points the names and values of labels have together. */
export function exemplarLength(labels: Labels): number {
  let length = 0;
  for (const [name, value] of Object.entries(labels)) for (const text of [name, value]) for (const _ of text) length++;
  return length;
}
