import { SERIES_PER_STEP } from "../../globals/scrape-slice.js";
import type { SeriesLayout } from "../../model/families/collector-series.js";
import type { PageIdleness } from "../expiry/page-idleness.js";
import { ScrapeSnapshot } from "./scrape-snapshot.js";
import type { ReadSeries } from "./series-kind.js";
import { type SeriesPage, SlotState } from "./series-page.js";
import type { SeriesTable } from "./series-table.js";
import { PAGE_MASK, PAGE_SHIFT } from "./slots.js";

/**
 * The running scrapes of a collector. Each shows the series that exist when it begins: a series that is added or
 * resumed later is left out, and a series that is removed or parked keeps its slot until the last scrape that shows it
 * ends.
 */
export class ScrapeTracker {
  readonly #table: SeriesTable;
  readonly #layout: SeriesLayout;
  readonly #readSeries: ReadSeries;
  /** The number of the latest scrape. */
  #scrape = 0;
  /** The number of the oldest scrape that runs, and 0 if none does. */
  #oldest = 0;
  /** The numbers of the other scrapes that run, the oldest first. */
  #others: number[] | undefined;
  /** The latest snapshot of a small collector. */
  #snapshot: ScrapeSnapshot | undefined;
  /** Slots added or resumed while a scrape ran, each with the latest scrape at that time. */
  #fresh: Map<number, number> | undefined;
  /** Slots removed while a scrape ran, each with the latest scrape at that time. */
  #removed: Map<number, number> | undefined;

  constructor(table: SeriesTable, layout: SeriesLayout, readSeries: ReadSeries) {
    this.#table = table;
    this.#layout = layout;
    this.#readSeries = readSeries;
  }

  /** Adds a series and returns its slot. */
  add(values: readonly string[]): number {
    if (!this.isRunning()) return this.#table.add(values);
    const slot = this.#table.add(values, SlotState.fresh);
    this.#addFresh(slot);
    return slot;
  }

  /** Removes a series, which may be parked. */
  remove(slot: number): void {
    const page = this.#table.page(slot);
    const offset = slot & PAGE_MASK;
    const isParked = page.states[offset] === SlotState.parked;
    const last = isParked ? (page.idleness?.parkedAfter[offset] as number) : this.#scrape;
    this.#table.remove(slot);
    if (!this.isRunning(last)) {
      this.#table.free(slot);
      return;
    }
    page.setState(offset, SlotState.removed);
    this.#removed ??= new Map();
    this.#removed.set(slot, last);
  }

  /** Parks a series, which must be live. Its page must have a record of idle series. */
  park(slot: number): void {
    const page = this.#table.page(slot);
    const offset = slot & PAGE_MASK;
    this.#table.park(slot);
    page.setState(offset, SlotState.parked);
    (page.idleness as PageIdleness).parkedAfter[offset] = this.#scrape;
  }

  /** Resumes a parked series. */
  resume(slot: number): void {
    this.#table.resume(slot);
    const isFresh = this.isRunning();
    this.#table.page(slot).setState(slot & PAGE_MASK, isFresh ? SlotState.fresh : SlotState.live);
    if (isFresh) this.#addFresh(slot);
  }

  /** Whether a scrape is running that began up to this one. */
  isRunning(scrape: number = this.#scrape): boolean {
    return this.#oldest > 0 && this.#oldest <= scrape;
  }

  /**
   * Begins a scrape. Scrapes of a small collector that follow one another share a snapshot: creating one would take
   * longer than writing a series.
   */
  begin(): ScrapeSnapshot {
    const scrape = ++this.#scrape;
    if (this.#oldest !== 0) {
      this.#others ??= [];
      this.#others.push(scrape);
      return this.#snapshotFor(scrape);
    }
    this.#oldest = scrape;
    const { existingPages } = this.#table;
    const kept = this.#snapshot;
    if (kept?.pages === existingPages && isSmall(existingPages)) {
      kept.continueIn(scrape);
      return kept;
    }
    const snapshot = this.#snapshotFor(scrape);
    this.#snapshot = isSmall(existingPages) ? snapshot : undefined;
    return snapshot;
  }

  /** Whether a scrape shows the series at an offset of a page. */
  isShown(page: SeriesPage, offset: number, scrape: number): boolean {
    const slot = (page.index << PAGE_SHIFT) + offset;
    const state = page.states[offset];
    if (state === SlotState.live) return true;
    if (state === SlotState.free) return false;
    if (state === SlotState.parked) return scrape <= parkedAfter(page, offset);
    if (state === SlotState.removed && (this.#removed?.get(slot) as number) < scrape) return false;
    return (this.#fresh?.get(slot) ?? -1) < scrape || scrape <= parkedAfter(page, offset);
  }

  /** Ends a scrape. */
  end(scrape: number): void {
    if (!this.#forget(scrape)) return;
    const oldest = this.#oldest === 0 ? Number.POSITIVE_INFINITY : this.#oldest;
    if (this.#removed !== undefined) this.#freeRemoved(this.#removed, oldest);
    if (this.#fresh !== undefined) this.#showFresh(this.#fresh, oldest);
  }

  #snapshotFor(scrape: number): ScrapeSnapshot {
    return new ScrapeSnapshot(this.#table, this.#layout, this.#readSeries, this, scrape);
  }

  #addFresh(slot: number): void {
    this.#fresh ??= new Map();
    this.#fresh.set(slot, this.#scrape);
  }

  /** Removes a scrape from those that run. Returns whether it was one of them. */
  #forget(scrape: number): boolean {
    if (scrape === this.#oldest) {
      this.#oldest = this.#others?.shift() ?? 0;
      return true;
    }
    const at = this.#others?.indexOf(scrape) ?? -1;
    if (at >= 0) this.#others?.splice(at, 1);
    return at >= 0;
  }

  /** Frees the slots of series that no running scrape shows. */
  #freeRemoved(removed: Map<number, number>, oldest: number): void {
    for (const [slot, since] of removed) {
      if (since >= oldest) continue;
      removed.delete(slot);
      this.#fresh?.delete(slot);
      this.#table.free(slot);
    }
  }

  /** Makes series ordinary ones that every running scrape shows. */
  #showFresh(fresh: Map<number, number>, oldest: number): void {
    for (const [slot, since] of fresh) {
      if (since >= oldest) continue;
      fresh.delete(slot);
      const page = this.#table.page(slot);
      const offset = slot & PAGE_MASK;
      if (page.states[offset] === SlotState.fresh) page.setState(offset, SlotState.live);
    }
  }
}

/** Whether series are written in one step, so that no other scrape can begin before they are. */
function isSmall(pages: readonly SeriesPage[]): boolean {
  return pages.length === 1 && (pages[0] as SeriesPage).used < SERIES_PER_STEP;
}

/** Returns the latest scrape that shows a series although it was parked later. */
function parkedAfter(page: SeriesPage, offset: number): number {
  return page.idleness?.parkedAfter[offset] ?? 0;
}
