import { epochSeconds } from "../../globals/clock.js";
import { isExemplarShort } from "../../model/families/exemplar-length.js";
import type { Labels, TimedExemplar } from "../../model/families/metric.js";

/**
 * Creates an exemplar with the current time, or returns `undefined` if its labels are too long or its value is NaN.
 *
 * @param given - the labels, which are checked before the update
 * @internal
 */
export function exemplarOf(given: Labels, value: number): TimedExemplar | undefined {
  const labels = Object.fromEntries(Object.entries(given).map(([name, text]) => [name, text.toWellFormed()]));
  if (!isExemplarShort(labels) || Number.isNaN(value)) return undefined;
  return { labels, value, timestamp: epochSeconds() };
}
