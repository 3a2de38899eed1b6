import type { DroppedUpdates } from "../model/dropped-updates.js";

/** The numbers of updates that a collector dropped, by cause. */
export interface DropCounts {
  overflow: number;
  instrumentation: number;
  exemplars: number;
  thenables: number;
}

/** The counts of a collector that dropped nothing, which nearly all collectors share. */
const nothingDropped: Readonly<DropCounts> = /* @__PURE__ */ Object.freeze({
  overflow: 0,
  instrumentation: 0,
  exemplars: 0,
  thenables: 0,
});

/** Counts an update that was dropped, and returns the counts. */
export function countDropped(counts: DropCounts | undefined, cause: keyof DropCounts): DropCounts {
  const changed = counts ?? { ...nothingDropped };
  changed[cause]++;
  return changed;
}

/** Returns the numbers of dropped updates of a collector whose series may expire. */
export function allDropped(
  counts: DropCounts | undefined,
  expiry: { readonly expired: number } | undefined,
): DroppedUpdates {
  if (expiry === undefined) return counts === undefined ? nothingDropped : { ...counts };
  return { ...(counts ?? nothingDropped), expiredSeries: expiry.expired };
}
