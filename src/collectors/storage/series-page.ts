import { cacheEpoch } from "../../globals/cache-epoch.js";
import type { SeriesDetail, SeriesPageView } from "../../model/collector-series.js";
import type { LabelInterner } from "./label-interner.js";
import { PAGE_SIZE } from "./slots.js";

/** What a slot of a page is in. */
export const SlotState = { free: 0, live: 1, fresh: 2, removed: 3 } as const;

/** An object over a slot, which is told when its numbers move. */
export interface SlotChild {
  /** From now on the series' numbers begin at `at` in `values`. */
  move(values: Float64Array, at: number): void;
  /** The series is gone: from now on the holder writes to numbers that nobody reads. */
  detach(values: Float64Array): void;
}

/** A block of up to `PAGE_SIZE` series in slabs that grow with it. */
export class SeriesPage implements SeriesPageView {
  /** The index of the page in its table. */
  readonly index: number;
  version = 0;
  used = 0;
  values: Float64Array;
  created: Float64Array;
  /** For each slot the integers of its label values. */
  labelIds: Int32Array;
  states: Uint8Array;
  /** How many of the used slots are not simply live. */
  notLiveCount = 0;
  /** How many slots hold a series, or one that a running scrape still shows. */
  occupied = 0;
  readonly #stride: number;
  readonly #dictionaries: readonly LabelInterner[];
  #holders: (SlotChild | undefined)[] | undefined;
  #details: (SeriesDetail | undefined)[] | undefined;

  /**
   * @param index - which page of its table this is
   * @param stride - how many numbers a series has
   * @param dictionaries - the dictionary of each label
   * @param capacity - how many slots to begin with
   */
  constructor(index: number, stride: number, dictionaries: readonly LabelInterner[], capacity: number) {
    this.index = index;
    this.#stride = stride;
    this.#dictionaries = dictionaries;
    this.values = new Float64Array(capacity * stride);
    this.created = new Float64Array(capacity);
    this.labelIds = new Int32Array(capacity * dictionaries.length);
    this.states = new Uint8Array(capacity);
  }

  /** Whether another series finds a slot here. */
  get hasRoom(): boolean {
    return this.occupied < PAGE_SIZE;
  }

  labelValue(slot: number, label: number): string {
    const labels = this.#dictionaries.length;
    return (this.#dictionaries[label] as LabelInterner).valueOf(this.labelIds[slot * labels + label] as number);
  }

  get hasDetails(): boolean {
    return this.#details !== undefined;
  }

  detail(slot: number): SeriesDetail | undefined {
    return this.#details?.[slot];
  }

  /** Puts something beside a slot's numbers, or takes it away. */
  setDetail(slot: number, detail: SeriesDetail | undefined): void {
    if (detail === undefined && this.#details === undefined) return;
    this.#details ??= [];
    this.#details[slot] = detail;
  }

  /** The child over a slot, if one was made. */
  childAt(slot: number): SlotChild | undefined {
    return this.#holders?.[slot];
  }

  /** Keeps the child over a slot. */
  setChild(slot: number, holder: SlotChild): void {
    this.#holders ??= [];
    this.#holders[slot] = holder;
  }

  /** Takes a slot, with all its numbers 0. */
  take(state: number): number {
    let slot = this.used;
    if (this.occupied < slot) slot = this.states.indexOf(SlotState.free);
    else if (slot === this.states.length) this.#grow();
    if (slot === this.used) this.used++;
    else this.notLiveCount--;
    if (state !== SlotState.live) this.notLiveCount++;
    this.occupied++;
    this.states[slot] = state;
    this.version++;
    return slot;
  }

  /** Cuts a slot off from its child, which goes on writing to numbers that nobody reads. */
  detach(slot: number): void {
    const holder = this.#holders?.[slot];
    if (holder === undefined) return;
    const at = slot * this.#stride;
    holder.detach(this.values.slice(at, at + this.#stride));
    cacheEpoch.current++;
    (this.#holders as (SlotChild | undefined)[])[slot] = undefined;
  }

  /** Changes a slot's state and keeps the counts. */
  setState(slot: number, state: number): void {
    const before = this.states[slot];
    if (before === SlotState.live && state !== SlotState.live) this.notLiveCount++;
    else if (before !== SlotState.live && state === SlotState.live) this.notLiveCount--;
    this.states[slot] = state;
  }

  /** Gives a slot back, empty. */
  free(slot: number): void {
    const at = slot * this.#stride;
    this.values.fill(0, at, at + this.#stride);
    this.setDetail(slot, undefined);
    this.setState(slot, SlotState.free);
    this.occupied--;
  }

  #grow(): void {
    const capacity = Math.min(PAGE_SIZE, this.states.length * 4);
    const wider = <A extends Float64Array | Int32Array | Uint8Array>(from: A, to: A): A => {
      to.set(from);
      return to;
    };
    this.values = wider(this.values, new Float64Array(capacity * this.#stride));
    this.created = wider(this.created, new Float64Array(capacity));
    this.labelIds = wider(this.labelIds, new Int32Array(capacity * this.#dictionaries.length));
    this.states = wider(this.states, new Uint8Array(capacity));
    this.#holders?.forEach((holder, slot) => {
      holder?.move(this.values, slot * this.#stride);
    });
  }
}
