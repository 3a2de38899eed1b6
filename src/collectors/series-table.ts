import { clock } from "../model/clock.js";
import { PAGE_SIZE, type SeriesPage } from "../model/live.js";
import type { Labels } from "../model/metric-family.js";
import { LabelDictionary } from "./label-dictionary.js";
import { hashIds, LabelIndex, mix } from "./label-index.js";
import { SlabPage, SlotState } from "./series-page.js";

/** What a number or boolean is written as; `undefined` for what cannot be a label value. */
export function labelText(value: unknown): string | undefined {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean"
    ? String(value)
    : undefined;
}

/** No series. */
export const NO_SLOT = -1;

const SHIFT = Math.log2(PAGE_SIZE);
const MASK = PAGE_SIZE - 1;

/**
 * All series of one collector. Label values are looked up without joining them to a key: each label turns its value into a
 * small integer, and the tuple of integers leads to a slot, so that no two label sets can meet.
 */
export class SeriesTable {
  /** By slot number divided by the page size; a page whose series are all gone is dropped. */
  readonly pages: (SlabPage | undefined)[] = [];
  /** How many numbers a series has. */
  readonly stride: number;
  readonly #names: readonly string[];
  readonly #dictionaries: readonly LabelDictionary[];
  readonly #index: LabelIndex;
  readonly #ids: Int32Array;
  /** Pages that may have room, the last one first. */
  readonly #roomy: number[] = [];
  readonly #dropped: number[] = [];

  constructor(labelNames: readonly string[], stride: number) {
    this.stride = stride;
    this.#names = labelNames;
    this.#dictionaries = labelNames.map(() => new LabelDictionary());
    this.#ids = new Int32Array(labelNames.length);
    this.#index = new LabelIndex((slot) => this.#hashOf(slot));
  }

  /** How many series there are. */
  get size(): number {
    return this.#index.size;
  }

  /** The page of a slot. */
  page(slot: number): SlabPage {
    return this.pages[slot >> SHIFT] as SlabPage;
  }

  /**
   * The slot for label values as a caller gave them, in declared order and all known; otherwise `NO_SLOT`, and the values
   * have to be read one by one.
   */
  find(labels: Readonly<Record<string, unknown>>): number {
    const names = this.#names;
    const ids = this.#ids;
    let hash = 0;
    let i = 0;
    for (const name in labels) {
      if (name !== names[i]) return NO_SLOT;
      const value = labels[name];
      const text = typeof value === "string" ? value : labelText(value);
      if (text === undefined) return NO_SLOT;
      const id = (this.#dictionaries[i] as LabelDictionary).idOf(text);
      if (id === undefined) return NO_SLOT;
      ids[i++] = id;
      hash = mix(hash, id);
    }
    return i === names.length ? this.#probe(hash) : NO_SLOT;
  }

  /** The slot for label values in declared order, or `NO_SLOT`. */
  findValues(values: readonly string[]): number {
    for (const [i, dictionary] of this.#dictionaries.entries()) {
      const id = dictionary.idOf(values[i] as string);
      if (id === undefined) return NO_SLOT;
      this.#ids[i] = id;
    }
    return this.#probe(hashIds(this.#ids, 0, this.#ids.length));
  }

  /** Makes a series for label values in declared order that has none. */
  add(values: readonly string[], state: number = SlotState.live): number {
    const page = this.#pageWithRoom();
    const local = page.take(state);
    const labels = this.#names.length;
    this.#dictionaries.forEach((dictionary, i) => {
      page.labelIds[local * labels + i] = dictionary.retain(values[i] as string);
    });
    page.created[local] = clock.current.now() / 1000;
    const slot = page.firstSlot + local;
    this.#index.add(slot, this.#hashOf(slot));
    return slot;
  }

  /** Takes a series out of the index and cuts its child off; its slot stays as it is until it is freed. */
  remove(slot: number): void {
    this.#index.remove(slot);
    this.page(slot).detach(slot & MASK);
  }

  /** Gives the slot of a removed series back, with its label values. */
  free(slot: number): void {
    const page = this.page(slot);
    const local = slot & MASK;
    const labels = this.#names.length;
    this.#dictionaries.forEach((dictionary, i) => {
      dictionary.release(page.labelIds[local * labels + i] as number);
    });
    const wasFull = !page.hasRoom;
    page.free(local);
    const number = slot >> SHIFT;
    if (page.occupied === 0) {
      this.pages[number] = undefined;
      this.#dropped.push(number);
    } else if (wasFull) this.#roomy.push(number);
  }

  /** Every live slot. */
  *slots(): Generator<number> {
    for (const page of this.pages) {
      if (page === undefined) continue;
      for (let local = 0; local < page.used; local++) {
        const state = page.states[local];
        if (state === SlotState.live || state === SlotState.fresh) yield page.firstSlot + local;
      }
    }
  }

  /** The label values of a page's slot, by name. */
  labelsAt(page: SeriesPage, local: number): Labels {
    return Object.fromEntries(this.#names.map((name, i) => [name, page.labelValue(local, i)]));
  }

  #probe(hash: number): number {
    const index = this.#index;
    const ids = this.#ids;
    for (let cell = index.start(hash); ; cell = index.next(cell)) {
      const slot = index.slotAt(cell);
      if (slot === NO_SLOT) return NO_SLOT;
      const { labelIds } = this.pages[slot >> SHIFT] as SlabPage;
      let at = (slot & MASK) * ids.length;
      let i = 0;
      while (i < ids.length && labelIds[at] === ids[i]) {
        at++;
        i++;
      }
      if (i === ids.length) return slot;
    }
  }

  #hashOf(slot: number): number {
    const labels = this.#names.length;
    return hashIds(this.page(slot).labelIds, (slot & MASK) * labels, labels);
  }

  #pageWithRoom(): SlabPage {
    for (let number = this.#roomy.at(-1); number !== undefined; number = this.#roomy.at(-1)) {
      const page = this.pages[number];
      if (page?.hasRoom) return page;
      this.#roomy.pop();
    }
    const number = this.#dropped.pop() ?? this.pages.length;
    const capacity = this.#names.length === 0 ? 1 : this.pages.length === 0 ? 4 : PAGE_SIZE;
    const page = new SlabPage(number, this.stride, this.#dictionaries, capacity);
    this.pages[number] = page;
    this.#roomy.push(number);
    return page;
  }
}
