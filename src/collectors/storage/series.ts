import type { LabelSchema, LabelValues } from "../../model/labels.js";
import type { SeriesTable } from "./series-table.js";
import { PAGE_MASK } from "./slots.js";

/** The label values of a series, as text. */
export type SeriesLabels<L extends LabelSchema> = { readonly [Name in keyof LabelValues<L>]: string };

/** One series of a collector. */
export interface Series<L extends LabelSchema, Child> {
  /** The values of its labels, without constant labels. */
  readonly labels: SeriesLabels<L>;
  /** Its child, which reads and updates it. */
  readonly child: Child;
}

/**
 * Yields the series of some slots. A child is created when it is first read.
 *
 * @internal
 */
export function* seriesOf<L extends LabelSchema, Child>(
  table: SeriesTable,
  slots: Iterable<number>,
  childAt: (slot: number) => Child,
): Generator<Series<L, Child>, undefined> {
  for (const slot of slots) {
    yield {
      labels: table.labelsAt(table.page(slot), slot & PAGE_MASK) as SeriesLabels<L>,
      get child() {
        return childAt(slot);
      },
    };
  }
}
