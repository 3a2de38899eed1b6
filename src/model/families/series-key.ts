import type { Labels } from "./metric.js";

/**
 * Returns a key that is the same for equal sets of labels, in any order. An empty value means that the label is absent,
 * so it does not distinguish two series. Keys of different sets differ, because every part is preceded by its length.
 */
export function seriesKey(labels: Labels): string {
  let key = "";
  for (const name of Object.keys(labels).sort()) {
    const value = (labels[name] as string).toWellFormed();
    if (value !== "") key += `${name.length}:${name}${value.length}:${value}`;
  }
  return key;
}
