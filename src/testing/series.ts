import { formatBound } from "../exposition/bytes/number.js";
import type { LabelValue } from "../model/labels.js";
import type { Labels } from "../model/metric.js";
import { addedLabels } from "../model/metric-types.js";

/** Labels as a test writes them: `le` and `quantile` may be numbers, or text in any form (`1`, `"1"` and `"1.0"` are one). */
export type LabelQuery = Readonly<Record<string, LabelValue>>;

/**
 * What a query's labels are in an exposition, without those that are empty: these are as good as absent.
 *
 * @internal
 */
export function canonicalLabels(query: LabelQuery): Labels {
  const entries = Object.entries(query).map(([name, value]): [string, string] => [name, canonicalValue(name, value)]);
  return Object.fromEntries(entries.filter(([, value]) => value !== "").sort(([a], [b]) => (a < b ? -1 : 1)));
}

/**
 * Whether two label sets name the same series.
 *
 * @internal
 */
export function isSameSeries(a: LabelQuery, b: LabelQuery): boolean {
  return JSON.stringify(canonicalLabels(a)) === JSON.stringify(canonicalLabels(b));
}

function canonicalValue(name: string, value: LabelValue): string {
  if (!addedLabels.has(name)) return String(value);
  const bound = value === "+Inf" ? Number.POSITIVE_INFINITY : Number(value);
  return value === "" || Number.isNaN(bound) ? String(value) : formatBound(bound);
}
