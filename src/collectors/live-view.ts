import type { LivePart, SeriesPage } from "../model/live.js";
import type { Labels } from "../model/metric-family.js";
import type { ReadSeries } from "./live-metrics.js";
import { SlotState } from "./series-page.js";
import type { SeriesTable } from "./series-table.js";

/** What a kind of collector adds to what a scrape sees of it. */
export interface LiveShape {
  /** Labels of every series. */
  readonly constLabels: Labels;
  /** Labels that differ. */
  readonly labelNames: readonly string[];
  /** Reads one series. */
  readonly readSeries: ReadSeries;
  /** Bounds of classic buckets. */
  readonly bounds?: readonly number[];
  /** The states of a state set. */
  readonly states?: readonly string[];
}

/**
 * Which series each running scrape shows. A scrape fixes them when it begins: one that comes later is fresh and left out,
 * one that is removed meanwhile keeps its slot until the last scrape that shows it has ended.
 */
export class LiveView {
  readonly #table: SeriesTable;
  readonly #shape: LiveShape;
  #scrape = 0;
  readonly #running = new Set<number>();
  /** Slots made or removed while a scrape ran, with the latest scrape of that moment. */
  readonly #fresh = new Map<number, number>();
  readonly #removed = new Map<number, number>();

  constructor(table: SeriesTable, shape: LiveShape) {
    this.#table = table;
    this.#shape = shape;
  }

  /** Makes a series. */
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
    const page = this.#table.page(slot);
    page.setState(slot - page.firstSlot, SlotState.removed);
    this.#removed.set(slot, this.#scrape);
  }

  /** Begins a scrape. */
  open(): LivePart {
    const scrape = ++this.#scrape;
    this.#running.add(scrape);
    const pages = this.#table.pages.filter((page) => page !== undefined);
    const { readSeries, ...shape } = this.#shape;
    const part = { ...shape, stride: this.#table.stride };
    return {
      ...part,
      pages,
      read: (page, local) =>
        readSeries(part, page, local, { ...shape.constLabels, ...this.#table.labelsAt(page, local) }),
      isFull: (page) => (page as (typeof pages)[number]).irregular === 0,
      isShown: (page, local) => this.#isShown(page as (typeof pages)[number], local, scrape),
      release: () => this.#close(scrape),
    };
  }

  #isShown(page: SeriesPage & { states: Uint8Array; firstSlot: number }, local: number, scrape: number): boolean {
    const slot = page.firstSlot + local;
    switch (page.states[local]) {
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

  #close(scrape: number): void {
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
      if (page.states[slot - page.firstSlot] === SlotState.fresh) page.setState(slot - page.firstSlot, SlotState.live);
    }
  }
}
