import { epochSeconds } from "../../globals/clock.js";
import type { SeriesPageView } from "../../model/families/collector-series.js";
import type { Labels } from "../../model/families/metric.js";
import { ParkedIndex } from "../expiry/parked-index.js";
import { LabelIndex, NO_SLOT } from "./label-index.js";
import { LabelInterner } from "./label-interner.js";
import { SeriesPage, SlotState } from "./series-page.js";
import { PAGE_MASK, PAGE_SHIFT, PAGE_SIZE } from "./slots.js";

const noDictionaries: readonly LabelInterner[] = [];

/** The series of one collector: pages of slots, and an index from label values to slots. */
export class SeriesTable {
  /** The pages by index. A page is dropped with its last series. */
  readonly pages: (SeriesPage | undefined)[] = [undefined];
  /** The number of values per series. */
  readonly stride: number;
  readonly #names: readonly string[];
  /** Whether each label is optional, if any is. */
  readonly #optional: readonly boolean[] | undefined;
  readonly #dictionaries: readonly LabelInterner[];
  readonly #index: LabelIndex;
  /** The slots of the parked series. */
  #parked: ParkedIndex | undefined;
  /** The indexes of pages that may have room, used from the end. */
  #pagesWithRoom: number[] | undefined;
  /** The indexes of pages that do not exist. */
  readonly #droppedPages: number[] = [0];

  #existingPages: readonly SeriesPage[] | undefined;

  constructor(labelNames: readonly string[], stride: number, optionalLabels?: ReadonlySet<string>) {
    this.stride = stride;
    this.#names = labelNames;
    this.#optional = optionalLabels?.size ? labelNames.map((name) => optionalLabels.has(name)) : undefined;
    this.#dictionaries = labelNames.length === 0 ? noDictionaries : labelNames.map(() => new LabelInterner());
    this.#index = new LabelIndex(labelNames, this.#dictionaries, this.pages, this.#optional);
  }

  /** The number of series. */
  get size(): number {
    return this.#index.size;
  }

  /** The pages that exist: a new list after a page was added or dropped. */
  get existingPages(): readonly SeriesPage[] {
    this.#existingPages ??= this.pages.filter((page) => page !== undefined);
    return this.#existingPages;
  }

  /** Returns the page of a slot. */
  page(slot: number): SeriesPage {
    return this.pages[slot >> PAGE_SHIFT] as SeriesPage;
  }

  /** Returns the slot for label values as a caller gave them, or `NO_SLOT` if they must be validated first. */
  find(labels: Readonly<Record<string, unknown>>): number {
    return this.#index.find(labels);
  }

  /** Returns the slot for bound label values and others as a caller gave them, or `NO_SLOT`. */
  findBound(bound: readonly (string | undefined)[], others: number, labels: Readonly<Record<string, unknown>>): number {
    return this.#index.findBound(bound, others, labels);
  }

  /** Returns the slot for label values in declared order, or `NO_SLOT`. */
  findValues(values: readonly string[]): number {
    return this.#index.findValues(values);
  }

  /** Adds a series for label values in declared order, and returns its slot. */
  add(values: readonly string[], state: number = SlotState.live): number {
    const page = this.#pageWithRoom();
    const offset = page.allocate(state);
    const labels = this.#names.length;
    this.#dictionaries.forEach((dictionary, i) => {
      page.labelIds[offset * labels + i] = dictionary.retain(values[i] as string);
    });
    page.created[offset] = epochSeconds();
    const slot = (page.index << PAGE_SHIFT) + offset;
    this.#index.add(slot);
    return slot;
  }

  /** Removes a series from the index and detaches its child. Its slot keeps its values until it is freed. */
  remove(slot: number): void {
    const page = this.page(slot);
    const isParked = page.states[slot & PAGE_MASK] === SlotState.parked;
    (isParked ? (this.#parked as ParkedIndex) : this.#index).remove(slot);
    page.detach(slot & PAGE_MASK);
  }

  /** Parks a series: it is no longer found by its labels, but keeps its slot, and its child weakly. */
  park(slot: number): void {
    this.#index.remove(slot);
    this.#parked ??= new ParkedIndex(this.#names, this.#dictionaries, this.pages);
    this.#parked.add(slot);
    this.page(slot).parkChild(slot & PAGE_MASK);
  }

  /** Makes a parked series an ordinary one again. */
  resume(slot: number): void {
    (this.#parked as ParkedIndex).remove(slot);
    this.#index.add(slot);
    this.page(slot).resumeChild(slot & PAGE_MASK);
  }

  /** Returns the slot of a parked series for label values in declared order, or `NO_SLOT`. */
  findParked(values: readonly string[]): number {
    return this.#parked?.findValues(values) ?? NO_SLOT;
  }

  /** Frees the slot of a removed series, and releases its label values. */
  free(slot: number): void {
    const page = this.page(slot);
    const offset = slot & PAGE_MASK;
    const labels = this.#names.length;
    this.#dictionaries.forEach((dictionary, i) => {
      dictionary.release(page.labelIds[offset * labels + i] as number);
    });
    const wasFull = !page.hasRoom;
    page.free(offset);
    if (page.occupied === 0) {
      this.pages[page.index] = undefined;
      this.#existingPages = undefined;
      this.#droppedPages.push(page.index);
    } else if (wasFull) this.#addPageWithRoom(page.index);
  }

  /** Iterates over the slots of all series. The parked ones may be among them. */
  *slots(includesParked = false): Generator<number> {
    for (const page of this.pages) {
      if (page === undefined) continue;
      for (let offset = 0; offset < page.used; offset++) {
        const state = page.states[offset];
        const isIncluded = state === SlotState.parked ? includesParked : state !== SlotState.removed;
        if (isIncluded && state !== SlotState.free) yield (page.index << PAGE_SHIFT) + offset;
      }
    }
  }

  /** Returns the label names and values of the series at an offset of a page, without optional labels that it lacks. */
  labelsAt(page: SeriesPageView, offset: number): Labels {
    const labels = this.#names.map((name, i): [string, string] => [name, page.labelValue(offset, i)]);
    const optional = this.#optional;
    return Object.fromEntries(
      optional === undefined ? labels : labels.filter(([, value], i) => value !== "" || !optional[i]),
    );
  }

  #pageWithRoom(): SeriesPage {
    const candidates = this.#pagesWithRoom;
    for (let number = candidates?.at(-1); number !== undefined; number = candidates?.at(-1)) {
      const page = this.pages[number];
      if (page?.hasRoom) return page;
      candidates?.pop();
    }
    const number = this.#droppedPages.pop() ?? this.pages.length;
    const capacity = this.size === 0 ? 1 : PAGE_SIZE;
    const page = new SeriesPage(number, this.stride, this.#dictionaries, capacity);
    this.pages[number] = page;
    this.#existingPages = undefined;
    this.#addPageWithRoom(number);
    return page;
  }

  #addPageWithRoom(number: number): void {
    // An array that begins empty has room for 17 elements after the first one.
    if (this.#pagesWithRoom === undefined) this.#pagesWithRoom = [number];
    else this.#pagesWithRoom.push(number);
  }
}
