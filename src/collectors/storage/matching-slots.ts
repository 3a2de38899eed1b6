import type { Definition } from "../../metadata/definition.js";
import { withCode } from "../../model/errors/coded-error.js";
import { inspectValue } from "../../validation/errors.js";
import type { SeriesTable } from "./series-table.js";
import { PAGE_MASK } from "./slots.js";

/**
 * Yields the slots of the series that have some label values, whatever their other labels.
 *
 * @param table - the series of a collector
 * @param definition - the name and labels of the collector
 * @param values - the values of some of the labels. `undefined`, `null` and `""` match series that lack an optional
 * label.
 * @param includesParked - whether parked series are among them
 * @throws {TypeError} if the values are not an object, or a label is unknown
 */
export function matchingSlots(
  table: SeriesTable,
  { name: metric, names, optional }: Definition,
  values: unknown,
  includesParked = false,
): Iterable<number> {
  if (typeof values !== "object" || values === null)
    throw withCode(
      "NARTHEX_INVALID_LABELS",
      new TypeError(`${metric}: label values must be an object, but were ${inspectValue(values)}.`),
    );
  const wanted = Object.entries(values as Readonly<Record<string, unknown>>).map(([name, value]) => {
    const label = names.indexOf(name);
    if (label < 0) {
      const known = names.length === 0 ? "The metric has no labels." : `The labels are ${names.join(", ")}.`;
      throw withCode("NARTHEX_UNKNOWN_LABEL", new TypeError(`${metric}: unknown label "${name}". ${known}`));
    }
    const isAbsent = (value === undefined || value === null) && optional.has(name);
    return { label, text: isAbsent ? "" : String(value).toWellFormed() };
  });
  return slots(table, wanted, includesParked);
}

function* slots(
  table: SeriesTable,
  wanted: readonly { label: number; text: string }[],
  includesParked: boolean,
): Generator<number> {
  for (const slot of table.slots(includesParked)) {
    const page = table.page(slot);
    if (wanted.every(({ label, text }) => page.labelValue(slot & PAGE_MASK, label) === text)) yield slot;
  }
}
