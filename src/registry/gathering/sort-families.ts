import type { MetricFamily } from "../../model/families/metric-family.js";

/** Number of families that are sorted or merged between two pauses. */
const FAMILIES_A_STEP = 256;

/**
 * Sorts families by name, in steps between which the caller can pause. It is a merge sort of short, presorted runs.
 *
 * @internal
 */
export function* sortedByName(families: readonly MetricFamily[]): Generator<void, MetricFamily[]> {
  let runs: MetricFamily[][] = [];
  for (let at = 0; at < families.length; at += FAMILIES_A_STEP) {
    runs.push(families.slice(at, at + FAMILIES_A_STEP).sort(byName));
    yield;
  }
  while (runs.length > 1) {
    const merged: MetricFamily[][] = [];
    for (let at = 0; at < runs.length; at += 2)
      merged.push(yield* mergedByName(runs[at] as MetricFamily[], runs[at + 1] ?? []));
    runs = merged;
  }
  return runs[0] ?? [];
}

function* mergedByName(a: readonly MetricFamily[], b: readonly MetricFamily[]): Generator<void, MetricFamily[]> {
  const merged: MetricFamily[] = [];
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    const [left, right] = [a[i], b[j]];
    if (right === undefined || (left !== undefined && left.name <= right.name)) {
      merged.push(left as MetricFamily);
      i++;
    } else {
      merged.push(right);
      j++;
    }
    if (merged.length % FAMILIES_A_STEP === 0) yield;
  }
  return merged;
}

function byName(a: MetricFamily, b: MetricFamily): number {
  return a.name < b.name ? -1 : 1;
}
