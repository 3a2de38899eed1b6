import { epochSeconds } from "../../globals/clock.js";
import { withCode } from "../../model/errors/coded-error.js";
import { isExemplarShort } from "../../model/families/exemplar-length.js";
import type { Labels, TimedExemplar } from "../../model/families/metric.js";
import { inspectValue } from "../../validation/errors.js";

/**
 * Checks the labels of an exemplar.
 *
 * @throws {TypeError} if they are not an object of strings
 */
function requireExemplar(metric: string, given: unknown): void {
  if (typeof given !== "object" || given === null || Array.isArray(given)) {
    throw withCode(
      "NARTHEX_INVALID_EXEMPLAR",
      new TypeError(
        `${metric}: exemplar must be an object of labels, such as { trace_id: "4bf92f3577b34da6" }, but was ${inspectValue(given)}.`,
      ),
    );
  }
  for (const [name, text] of Object.entries(given)) {
    if (typeof text !== "string")
      throw withCode(
        "NARTHEX_INVALID_EXEMPLAR",
        new TypeError(
          `${metric}: the exemplar's label ${inspectValue(name)} must be a string, but was ${inspectValue(text)}.`,
        ),
      );
  }
}

/**
 * Creates an exemplar with the current time, or returns `undefined` if its labels are too long or its value is NaN.
 *
 * @throws {TypeError} if the labels are not an object of strings
 * @internal
 */
export function exemplarOf(metric: string, given: Labels, value: number): TimedExemplar | undefined {
  requireExemplar(metric, given);
  const labels = Object.fromEntries(Object.entries(given).map(([name, text]) => [name, text.toWellFormed()]));
  if (!isExemplarShort(labels) || Number.isNaN(value)) return undefined;
  return { labels, value, timestamp: epochSeconds() };
}
