/** Number of families that are sorted or merged between two pauses. */
export const SORTED_A_STEP = 256;

interface Named {
  readonly name: string;
}

/**
 * Sorts families by name, in steps between which the caller can pause. It is a merge sort of short, presorted runs.
 * Families of the same name keep their order.
 *
 * @internal
 */
export function* sortedByName<T extends Named>(families: readonly T[]): Generator<void, T[]> {
  let runs: T[][] = [];
  for (let at = 0; at < families.length; at += SORTED_A_STEP) {
    runs.push(families.slice(at, at + SORTED_A_STEP).sort(byName));
    yield;
  }
  while (runs.length > 1) {
    const merged: T[][] = [];
    for (let at = 0; at < runs.length; at += 2) merged.push(yield* mergedByName(runs[at] as T[], runs[at + 1] ?? []));
    runs = merged;
  }
  return runs[0] ?? [];
}

function* mergedByName<T extends Named>(a: readonly T[], b: readonly T[]): Generator<void, T[]> {
  const merged: T[] = [];
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    const [left, right] = [a[i], b[j]];
    if (right === undefined || (left !== undefined && left.name <= right.name)) {
      merged.push(left as T);
      i++;
    } else {
      merged.push(right);
      j++;
    }
    if (merged.length % SORTED_A_STEP === 0) yield;
  }
  return merged;
}

function byName({ name: a }: Named, { name: b }: Named): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
