import { cacheEpoch } from "../../globals/cache-epoch.js";
import type { SeriesDetail, SeriesPageView } from "../../model/families/collector-series.js";
import type { PageIdleness } from "../expiry/page-idleness.js";
import type { LabelInterner } from "./label-interner.js";
import { PAGE_SIZE } from "./slots.js";
import { float64Array, int32Array } from "./small-arrays.js";

/**
 * The states of a slot: unused, shown by every scrape, added while a scrape runs, removed while a scrape that shows it
 * runs, or parked because its series has expired.
 */
export const SlotState = { free: 0, live: 1, fresh: 2, removed: 3, parked: 4 } as const;

/** The state of a page with one slot. Pages share these arrays, since most pages of a program have one slot. */
const stateOfOne: readonly Uint8Array[] = Object.values(SlotState).map((state) => Uint8Array.of(state));

const noLabelIds = new Int32Array(0);

/** The child of a series, which the page updates when the values of the series move. */
export interface SlotChild {
  /** Makes the child use the values that begin at `at` in `values`. */
  move(values: Float64Array, at: number): void;
  /** Makes the child of a removed series use values of its own, which no scrape reads. */
  detach(values: Float64Array): void;
  /** Makes the child use a new series of the same labels, whose values begin at `at` in `values`. */
  restart(page: SeriesPage, offset: number, values: Float64Array, at: number): void;
}

/** A block of up to `PAGE_SIZE` series in typed arrays that grow with it. */
export class SeriesPage implements SeriesPageView {
  /** The index of the page in its table. */
  readonly index: number;
  kept: object[] | undefined = undefined;
  version = 0;
  used = 0;
  values: Float64Array;
  created: Float64Array;
  /** The integers of the label values of each slot; see `LabelInterner`. */
  labelIds: Int32Array;
  states: Uint8Array;
  /** The number of used slots whose state is not `live`. */
  notLiveCount = 0;
  /** The number of slots that are not `free`. */
  occupied = 0;
  /** The record of idle series, if the series of the collector expire. */
  idleness: PageIdleness | undefined;
  readonly #stride: number;
  readonly #dictionaries: readonly LabelInterner[];
  #children: (SlotChild | undefined)[] | undefined;
  /** The children of parked series. Each exists only as long as the program refers to it. */
  #parkedChildren: Map<number, WeakRef<SlotChild>> | undefined;
  #details: (SeriesDetail | undefined)[] | undefined;

  /**
   * @param index - the index of the page in its table
   * @param stride - the number of values per series
   * @param dictionaries - the values of each label
   * @param capacity - the initial number of slots
   */
  constructor(index: number, stride: number, dictionaries: readonly LabelInterner[], capacity: number) {
    this.index = index;
    this.#stride = stride;
    this.#dictionaries = dictionaries;
    this.values = float64Array(capacity * stride);
    this.created = float64Array(capacity);
    this.labelIds = dictionaries.length === 0 ? noLabelIds : int32Array(capacity * dictionaries.length);
    this.states = capacity === 1 ? (stateOfOne[SlotState.free] as Uint8Array) : new Uint8Array(capacity);
  }

  /** Whether the page has a slot for another series. */
  get hasRoom(): boolean {
    return this.occupied < PAGE_SIZE;
  }

  labelValue(offset: number, label: number): string {
    const labels = this.#dictionaries.length;
    return (this.#dictionaries[label] as LabelInterner).valueOf(this.labelIds[offset * labels + label] as number);
  }

  get hasDetails(): boolean {
    return this.#details !== undefined;
  }

  detail(offset: number): SeriesDetail | undefined {
    return this.#details?.[offset];
  }

  /** Sets the detail of a series; `undefined` removes it. */
  setDetail(offset: number, detail: SeriesDetail | undefined): void {
    if (detail === undefined && this.#details === undefined) return;
    this.#details ??= [];
    this.#details[offset] = detail;
  }

  /** Returns the child of a series, if it has one. */
  childAt(offset: number): SlotChild | undefined {
    return this.#children?.[offset];
  }

  /** Sets the child of a series. */
  setChild(offset: number, child: SlotChild): void {
    if (this.#children !== undefined) this.#children[offset] = child;
    // Setting an element of an empty array would make room for 17.
    else if (offset === 0) this.#children = [child];
    else {
      this.#children = [];
      this.#children[offset] = child;
    }
  }

  /** Allocates a slot whose values are all 0, and returns its offset. */
  allocate(state: number): number {
    let offset = this.used;
    if (this.occupied < offset) offset = this.states.indexOf(SlotState.free);
    else if (offset === this.states.length) this.#grow();
    if (offset === this.used) this.used++;
    else this.notLiveCount--;
    if (state !== SlotState.live) this.notLiveCount++;
    this.occupied++;
    this.#writeState(offset, state);
    this.version++;
    this.idleness?.reset(offset);
    return offset;
  }

  /** Detaches the child of a series, so that its updates no longer reach the page. */
  detach(offset: number): void {
    const child = this.takeChild(offset);
    if (child === undefined) return;
    const at = offset * this.#stride;
    child.detach(this.values.slice(at, at + this.#stride));
    cacheEpoch.current++;
  }

  /** Returns the child of a series, which the page then no longer has. */
  takeChild(offset: number): SlotChild | undefined {
    const child = this.#children?.[offset] ?? this.parkedChild(offset);
    if (this.#children !== undefined) this.#children[offset] = undefined;
    this.#parkedChildren?.delete(offset);
    return child;
  }

  /** Refers to the child of a series weakly, if it has one. */
  parkChild(offset: number): void {
    const child = this.#children?.[offset];
    if (child === undefined) return;
    this.#parkedChildren ??= new Map();
    this.#parkedChildren.set(offset, new WeakRef(child));
    (this.#children as (SlotChild | undefined)[])[offset] = undefined;
  }

  /** Refers to the child of a series strongly again, if it still exists. */
  resumeChild(offset: number): void {
    const child = this.takeChild(offset);
    if (child !== undefined) this.setChild(offset, child);
  }

  /** Returns the child of a parked series, if it still exists. */
  parkedChild(offset: number): SlotChild | undefined {
    return this.#parkedChildren?.get(offset)?.deref();
  }

  /**
   * Makes the values of a series count as changed, although they may be equal to those that the latest scrape showed.
   */
  touch(offset: number): void {
    this.idleness?.touch(offset, this.values);
  }

  /** Changes the state of a slot. */
  setState(offset: number, state: number): void {
    const before = this.states[offset];
    if (before === SlotState.live && state !== SlotState.live) this.notLiveCount++;
    else if (before !== SlotState.live && state === SlotState.live) this.notLiveCount--;
    this.#writeState(offset, state);
  }

  /** Clears a slot and makes it available. */
  free(offset: number): void {
    const at = offset * this.#stride;
    this.values.fill(0, at, at + this.#stride);
    this.setDetail(offset, undefined);
    this.setState(offset, SlotState.free);
    this.occupied--;
  }

  #writeState(offset: number, state: number): void {
    if (this.states.length === 1) this.states = stateOfOne[state] as Uint8Array;
    else this.states[offset] = state;
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
    this.#children?.forEach((child, offset) => {
      child?.move(this.values, offset * this.#stride);
    });
    this.#parkedChildren?.forEach((child, offset) => {
      child.deref()?.move(this.values, offset * this.#stride);
    });
  }
}
