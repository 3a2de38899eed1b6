import { clock } from "../../globals/clock.js";
import type { SeriesPageView } from "../../model/collector-series.js";
import type { Labels } from "../../model/metric.js";
import { LabelIndex } from "./label-index.js";
import { LabelInterner } from "./label-interner.js";
import { SeriesPage, SlotState } from "./series-page.js";
import { offsetInPage, PAGE_SIZE, pageIndexOf, slotAt } from "./slots.js";

/** All series of one collector: pages of slots, and the way from label values to a slot. */
export class SeriesTable {
  /** By slot number divided by the page size; a page whose series are all gone is dropped. */
  readonly pages: (SeriesPage | undefined)[] = [];
  /** How many numbers a series has. */
  readonly stride: number;
  readonly #names: readonly string[];
  readonly #dictionaries: readonly LabelInterner[];
  readonly #index: LabelIndex;
  /** Pages that may have room, the last one first. */
  readonly #roomy: number[] = [];
  readonly #dropped: number[] = [];

  constructor(labelNames: readonly string[], stride: number) {
    this.stride = stride;
    this.#names = labelNames;
    this.#dictionaries = labelNames.map(() => new LabelInterner());
    this.#index = new LabelIndex(labelNames, this.#dictionaries, this.pages);
  }

  /** How many series there are. */
  get size(): number {
    return this.#index.size;
  }

  /** The page of a slot. */
  page(slot: number): SeriesPage {
    return this.pages[pageIndexOf(slot)] as SeriesPage;
  }

  /** The slot for label values as a caller gave them, or `NO_SLOT` where they have to be read one by one. */
  find(labels: Readonly<Record<string, unknown>>): number {
    return this.#index.find(labels);
  }

  /** The slot for label values in declared order, or `NO_SLOT`. */
  findValues(values: readonly string[]): number {
    return this.#index.findValues(values);
  }

  /** Makes a series for label values in declared order that has none. */
  add(values: readonly string[], state: number = SlotState.live): number {
    const page = this.#pageWithRoom();
    const offset = page.take(state);
    const labels = this.#names.length;
    this.#dictionaries.forEach((dictionary, i) => {
      page.labelIds[offset * labels + i] = dictionary.retain(values[i] as string);
    });
    page.created[offset] = clock.current.now() / 1000;
    const slot = slotAt(page.index, offset);
    this.#index.add(slot);
    return slot;
  }

  /** Takes a series out of the index and cuts its child off; its slot stays as it is until it is freed. */
  remove(slot: number): void {
    this.#index.remove(slot);
    this.page(slot).detach(offsetInPage(slot));
  }

  /** Gives the slot of a removed series back, with its label values. */
  free(slot: number): void {
    const page = this.page(slot);
    const offset = offsetInPage(slot);
    const labels = this.#names.length;
    this.#dictionaries.forEach((dictionary, i) => {
      dictionary.release(page.labelIds[offset * labels + i] as number);
    });
    const wasFull = !page.hasRoom;
    page.free(offset);
    if (page.occupied === 0) {
      this.pages[page.index] = undefined;
      this.#dropped.push(page.index);
    } else if (wasFull) this.#roomy.push(page.index);
  }

  /** Every live slot. */
  *slots(): Generator<number> {
    for (const page of this.pages) {
      if (page === undefined) continue;
      for (let offset = 0; offset < page.used; offset++) {
        const state = page.states[offset];
        if (state === SlotState.live || state === SlotState.fresh) yield slotAt(page.index, offset);
      }
    }
  }

  /** The label values of a page's slot, by name. */
  labelsAt(page: SeriesPageView, offset: number): Labels {
    return Object.fromEntries(this.#names.map((name, i) => [name, page.labelValue(offset, i)]));
  }

  #pageWithRoom(): SeriesPage {
    for (let number = this.#roomy.at(-1); number !== undefined; number = this.#roomy.at(-1)) {
      const page = this.pages[number];
      if (page?.hasRoom) return page;
      this.#roomy.pop();
    }
    const number = this.#dropped.pop() ?? this.pages.length;
    const capacity = this.#names.length === 0 ? 1 : this.pages.length === 0 ? 4 : PAGE_SIZE;
    const page = new SeriesPage(number, this.stride, this.#dictionaries, capacity);
    this.pages[number] = page;
    this.#roomy.push(number);
    return page;
  }
}
