import type { CollectorSeries, SeriesLayout } from "../../model/collector-series.js";
import { ScrapeSnapshot } from "./scrape-snapshot.js";
import type { ReadSeries } from "./series-kind.js";
import { type SeriesPage, SlotState } from "./series-page.js";
import type { SeriesTable } from "./series-table.js";
import { PAGE_MASK, PAGE_SHIFT } from "./slots.js";

/**
 * The running scrapes of a collector. Each shows the series that exist when it begins: a series that is added later is
 * left out, and a series that is removed keeps its slot until the last scrape that shows it ends.
 */
export class ScrapeTracker {
  readonly #table: SeriesTable;
  readonly #layout: SeriesLayout;
  readonly #readSeries: ReadSeries;
  /** The number of the latest scrape. */
  #scrape = 0;
  readonly #running = new Set<number>();
  /** Slots added while a scrape ran, each with the latest scrape at that time. */
  readonly #fresh = new Map<number, number>();
  /** Slots removed while a scrape ran, each with the latest scrape at that time. */
  readonly #removed = new Map<number, number>();

  constructor(table: SeriesTable, layout: SeriesLayout, readSeries: ReadSeries) {
    this.#table = table;
    this.#layout = layout;
    this.#readSeries = readSeries;
  }

  /** Adds a series and returns its slot. */
  add(values: readonly string[]): number {
    if (this.#running.size === 0) return this.#table.add(values);
    const slot = this.#table.add(values, SlotState.fresh);
    this.#fresh.set(slot, this.#scrape);
    return slot;
  }

  /** Removes a series. */
  remove(slot: number): void {
    this.#table.remove(slot);
    if (this.#running.size === 0) {
      this.#table.free(slot);
      return;
    }
    this.#table.page(slot).setState(slot & PAGE_MASK, SlotState.removed);
    this.#removed.set(slot, this.#scrape);
  }

  /** Begins a scrape. */
  begin(): CollectorSeries {
    const scrape = ++this.#scrape;
    this.#running.add(scrape);
    return new ScrapeSnapshot(this.#table, this.#layout, this.#readSeries, this, scrape);
  }

  /** Whether a scrape shows the series at an offset of a page. */
  isShown(page: SeriesPage, offset: number, scrape: number): boolean {
    const slot = (page.index << PAGE_SHIFT) + offset;
    switch (page.states[offset]) {
      case SlotState.live:
        return true;
      case SlotState.fresh:
        return (this.#fresh.get(slot) as number) < scrape;
      case SlotState.removed:
        return (this.#removed.get(slot) as number) >= scrape && !((this.#fresh.get(slot) ?? -1) >= scrape);
      default:
        return false;
    }
  }

  /** Ends a scrape. */
  end(scrape: number): void {
    if (!this.#running.delete(scrape)) return;
    const oldest = this.#running.size === 0 ? Number.POSITIVE_INFINITY : Math.min(...this.#running);
    for (const [slot, since] of this.#removed) {
      if (since >= oldest) continue;
      this.#removed.delete(slot);
      this.#fresh.delete(slot);
      this.#table.free(slot);
    }
    for (const [slot, since] of this.#fresh) {
      if (since >= oldest) continue;
      this.#fresh.delete(slot);
      const page = this.#table.page(slot);
      const offset = slot & PAGE_MASK;
      if (page.states[offset] === SlotState.fresh) page.setState(offset, SlotState.live);
    }
  }
}
