import { LabelIndex, NO_SLOT } from "../storage/label-index.js";
import type { LabelInterner } from "../storage/label-interner.js";
import type { SeriesPage } from "../storage/series-page.js";
import { PAGE_MASK, PAGE_SHIFT } from "../storage/slots.js";

/** The number of parts, a power of two. */
const PARTS = 256;

/**
 * An index from label values to the slots of parked series. A scrape may park a million, and must not pause for longer
 * than a few thousand take: an index that grows moves all its entries, so this one has parts that grow on their own.
 */
export class ParkedIndex {
  readonly #parts: (LabelIndex | undefined)[] = [];
  readonly #names: readonly string[];
  readonly #dictionaries: readonly LabelInterner[];
  readonly #pages: readonly (SeriesPage | undefined)[];

  /**
   * @param names - the label names in declared order
   * @param dictionaries - the values of each label
   * @param pages - the pages of the series, which store the integers of their values
   */
  constructor(
    names: readonly string[],
    dictionaries: readonly LabelInterner[],
    pages: readonly (SeriesPage | undefined)[],
  ) {
    this.#names = names;
    this.#dictionaries = dictionaries;
    this.#pages = pages;
  }

  /** Returns the slot for label values in declared order, or `NO_SLOT`. */
  findValues(values: readonly string[]): number {
    let sum = 0;
    for (let i = 0; i < values.length; i++) {
      const id = this.#dictionaries[i]?.ids.get(values[i] as string);
      if (id === undefined) return NO_SLOT;
      sum += id;
    }
    return this.#parts[sum % PARTS]?.findValues(values) ?? NO_SLOT;
  }

  /** Adds a slot. */
  add(slot: number): void {
    const part = this.#partOf(slot);
    this.#parts[part] ??= new LabelIndex(this.#names, this.#dictionaries, this.#pages, undefined);
    this.#parts[part].add(slot);
  }

  /** Removes a slot. */
  remove(slot: number): void {
    const part = this.#partOf(slot);
    const index = this.#parts[part] as LabelIndex;
    index.remove(slot);
    if (index.size === 0) this.#parts[part] = undefined;
  }

  #partOf(slot: number): number {
    const labels = this.#names.length;
    const { labelIds } = this.#pages[slot >> PAGE_SHIFT] as SeriesPage;
    const at = (slot & PAGE_MASK) * labels;
    let sum = 0;
    for (let i = 0; i < labels; i++) sum += labelIds[at + i] as number;
    return sum % PARTS;
  }
}
