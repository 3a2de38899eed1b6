import { clock } from "../../globals/clock.js";
import { EXEMPLAR_LIMIT, exemplarLength } from "../../model/exemplar-length.js";
import type { Exemplar, Labels } from "../../model/metric.js";
import { inspectValue } from "../../validation/errors.js";

/**
 * Refuses what is no record of label names and texts.
 *
 * @throws TypeError that names the metric
 */
function requireExemplar(metric: string, given: unknown): void {
  if (typeof given !== "object" || given === null || Array.isArray(given)) {
    throw new TypeError(
      `${metric}: exemplar must be an object of labels, such as { trace_id: "4bf92f3577b34da6" }, but was ${inspectValue(given)}.`,
    );
  }
  for (const [name, text] of Object.entries(given)) {
    if (typeof text !== "string")
      throw new TypeError(
        `${metric}: the exemplar's label ${inspectValue(name)} must be a string, but was ${inspectValue(text)}.`,
      );
  }
}

/**
 * The exemplar of an update that is made now, or `undefined` when its labels are too long, or its value lies in no bucket.
 *
 * @throws TypeError when it is no record of label names and texts
 * @internal
 */
export function exemplarOf(metric: string, given: Labels, value: number): Exemplar | undefined {
  requireExemplar(metric, given);
  const labels = Object.fromEntries(Object.entries(given).map(([name, text]) => [name, text.toWellFormed()]));
  if (exemplarLength(labels) > EXEMPLAR_LIMIT || Number.isNaN(value)) return undefined;
  return { labels, value, timestamp: clock.current.now() / 1000 };
}
