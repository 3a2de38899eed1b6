import { clock } from "../model/clock.js";
import { EXEMPLAR_LIMIT, exemplarLength } from "../model/exemplar-length.js";
import type { Exemplar, Labels } from "../model/metric-family.js";

/**
 * The exemplar of an update that is made now, or `undefined` when its labels are too long, or its value lies in no bucket.
 *
 * @internal
 */
export function exemplarOf(given: Labels, value: number): Exemplar | undefined {
  const labels = Object.fromEntries(Object.entries(given).map(([name, text]) => [name, String(text).toWellFormed()]));
  if (exemplarLength(labels) > EXEMPLAR_LIMIT || Number.isNaN(value)) return undefined;
  return { labels, value, timestamp: clock.current.now() / 1000 };
}
