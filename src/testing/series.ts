import { formatBound } from "../exposition/bytes/number.js";
import type { Labels } from "../model/families/metric.js";
import { addedLabels } from "../model/families/metric-types.js";
import type { OptionalLabelValue } from "../model/labels.js";

/**
 * Labels in a test. `le` and `quantile` can be numbers or strings in any notation: `1`, `"1"` and `"1.0"` are equal.
 * `undefined`, `null` and `""` mean that a label is absent.
 */
export type LabelQuery = Readonly<Record<string, OptionalLabelValue>>;

/**
 * Returns the labels of a query as an exposition shows them. Omits empty labels, which are equivalent to absent ones.
 *
 * @internal
 */
export function canonicalLabels(query: LabelQuery): Labels {
  const entries = Object.entries(query).map(([name, value]): [string, string] => [name, canonicalValue(name, value)]);
  return Object.fromEntries(entries.filter(([, value]) => value !== "").sort(([a], [b]) => (a < b ? -1 : 1)));
}

/**
 * Whether two label sets identify the same series.
 *
 * @internal
 */
export function isSameSeries(a: LabelQuery, b: LabelQuery): boolean {
  return JSON.stringify(canonicalLabels(a)) === JSON.stringify(canonicalLabels(b));
}

function canonicalValue(name: string, given: OptionalLabelValue): string {
  const value = given ?? "";
  if (!addedLabels.has(name)) return String(value);
  const bound = value === "+Inf" ? Number.POSITIVE_INFINITY : Number(value);
  return value === "" || Number.isNaN(bound) ? String(value) : formatBound(bound);
}
