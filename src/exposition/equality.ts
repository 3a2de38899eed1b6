import type { Labels } from "../model/families/metric.js";

/** Whether two lists have the same elements; 0 and -0 differ. */
export function areEqual(a: readonly (string | number)[], b: readonly (string | number)[]): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (!Object.is(a[i], b[i])) return false;
  return true;
}

/** Whether labels have the same names and values, in the same order. A registry with labels makes new ones for each scrape. */
export function areSameLabels(a: Labels, b: Labels): boolean {
  if (a === b) return true;
  const names = Object.keys(a);
  return areEqual(names, Object.keys(b)) && names.every((name) => a[name] === b[name]);
}
