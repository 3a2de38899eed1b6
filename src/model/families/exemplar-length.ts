import type { Labels } from "./metric.js";

/** The maximum number of code points in the names and values of an exemplar's labels (OpenMetrics 1.0). */
export const EXEMPLAR_LIMIT = 128;

/** Returns the number of code points in the names and values of labels. */
export function exemplarLength(labels: Labels): number {
  let length = 0;
  for (const [name, value] of Object.entries(labels)) for (const text of [name, value]) for (const _ of text) length++;
  return length;
}

/** Whether the names and values of labels are short enough for an exemplar. No format writes a longer one. */
export function isExemplarShort(labels: Labels): boolean {
  let units = 0;
  for (const name in labels) units += name.length + (labels[name] as string).length;
  // A text has no more code points than UTF-16 units.
  return units <= EXEMPLAR_LIMIT || exemplarLength(labels) <= EXEMPLAR_LIMIT;
}
