import type { Definition } from "../../metadata/definition.js";
import { type NarthexError, withCode } from "../../model/errors/coded-error.js";
import type { SeriesLayout } from "../../model/families/collector-series.js";
import { LiveMetrics } from "../../model/families/live-metrics.js";
import type { MetricFamily } from "../../model/families/metric-family.js";
import { SeriesExpiry } from "../expiry/series-expiry.js";
import { familyOf } from "../families/family-of.js";
import { NO_SLOT } from "./label-index.js";
import { areOverflowValues, OVERFLOW_VALUE } from "./label-values.js";
import { ScrapeTracker } from "./scrape-tracker.js";
import type { ReadSeries } from "./series-kind.js";
import { SlotState } from "./series-page.js";
import { SeriesTable } from "./series-table.js";
import { PAGE_MASK } from "./slots.js";

/** The limits of a collector's series. */
export interface SeriesLimits {
  /** The maximum number of series. */
  readonly maxSeries: number;
  /** The time in seconds after which an idle series expires, if it does. */
  readonly ttlSeconds: number | undefined;
}

/**
 * The series of one collector within its limits: beyond the maximum number they share one overflow series, and idle
 * ones expire.
 */
export class SeriesStore {
  readonly table: SeriesTable;
  readonly scrapes: ScrapeTracker;
  /** The expiry of idle series, if they expire. */
  readonly expiry: SeriesExpiry | undefined;
  readonly #maxSeries: number;
  #overflowSlot = NO_SLOT;

  constructor(layout: SeriesLayout, readSeries: ReadSeries, { maxSeries, ttlSeconds }: SeriesLimits) {
    const { labelNames, optionalLabels, stride } = layout;
    this.table = new SeriesTable(labelNames, stride, optionalLabels);
    this.scrapes = new ScrapeTracker(this.table, layout, readSeries);
    this.#maxSeries = maxSeries;
    if (ttlSeconds !== undefined && labelNames.length > 0) {
      const isOverflow = (slot: number): boolean => slot === this.#overflowSlot;
      this.expiry = new SeriesExpiry(this.table, this.scrapes, ttlSeconds, isOverflow);
    }
  }

  /** The error to report when the overflow series is created. */
  get overflowError(): NarthexError {
    return withCode(
      "NARTHEX_TOO_MANY_SERIES",
      new RangeError(`maxSeries (${this.#maxSeries}) is reached, so further series are counted together.`),
    );
  }

  /** Begins a scrape, and returns the family that it shows: that of the scrape before if both share a snapshot. */
  beginScrape(definition: Definition): readonly MetricFamily[] {
    const snapshot = this.scrapes.begin();
    snapshot.families ??= [familyOf(definition, new LiveMetrics([snapshot]))];
    return snapshot.families;
  }

  /** Whether a slot is that of the overflow series. */
  isOverflow(slot: number): boolean {
    return slot === this.#overflowSlot;
  }

  /** Returns the slot of a series, or `NO_SLOT`. A parked series counts only if the next scrape will resume it. */
  find(texts: readonly string[]): number {
    const found = this.table.findValues(texts);
    if (found !== NO_SLOT) return found;
    const parked = this.table.findParked(texts);
    if (parked === NO_SLOT || !this.expiry?.isResuming(parked)) return NO_SLOT;
    this.scrapes.resume(parked);
    return parked;
  }

  /**
   * Returns the slot of a series, which is created if there is none. Beyond the limit it is that of the overflow series,
   * which a caller may also name: two series with its labels would be one series twice.
   *
   * @param continues - whether a parked series whose child still exists continues from its old values
   */
  findOrAdd(texts: readonly string[], continues: boolean): number {
    const found = this.find(texts);
    if (found !== NO_SLOT) return found;
    const parked = this.table.findParked(texts);
    if (parked !== NO_SLOT && continues && this.#isInUse(parked)) {
      this.scrapes.resume(parked);
      this.table.page(parked).touch(parked & PAGE_MASK);
      return parked;
    }
    if (!areOverflowValues(texts) && this.#hasRoom())
      return parked === NO_SLOT ? this.scrapes.add(texts) : this.#restart(parked, texts);
    if (this.#overflowSlot === NO_SLOT) this.#overflowSlot = this.scrapes.add(texts.map(() => OVERFLOW_VALUE));
    return this.#overflowSlot;
  }

  /** Removes a series. */
  remove(slot: number): void {
    if (slot === this.#overflowSlot) this.#overflowSlot = NO_SLOT;
    this.scrapes.remove(slot);
  }

  /**
   * Removes a series by its label values, and forgets a parked one, whose child is then detached.
   *
   * @returns whether a scrape would have shown it
   */
  removeValues(texts: readonly string[]): boolean {
    const found = this.find(texts);
    const slot = found === NO_SLOT ? this.table.findParked(texts) : found;
    if (slot !== NO_SLOT) this.remove(slot);
    return found !== NO_SLOT;
  }

  /**
   * Removes series, and forgets parked ones, whose children are then detached.
   *
   * @returns the number of those that a scrape would have shown
   */
  removeAll(slots: Iterable<number>): number {
    const removed = [...slots];
    const shown = removed.filter((slot) => !this.#isParked(slot) || this.expiry?.isResuming(slot));
    for (const slot of removed) this.remove(slot);
    return shown.length;
  }

  #hasRoom(): boolean {
    const own = this.table.size - (this.#overflowSlot === NO_SLOT ? 0 : 1);
    return own < this.#maxSeries || this.expiry?.makeRoom() === true;
  }

  #isParked(slot: number): boolean {
    return this.table.page(slot).states[slot & PAGE_MASK] === SlotState.parked;
  }

  #isInUse(parked: number): boolean {
    return this.table.page(parked).parkedChild(parked & PAGE_MASK) !== undefined;
  }

  /** Replaces a parked series by a new one, which a child of the parked one then updates. */
  #restart(parked: number, texts: readonly string[]): number {
    const child = this.table.page(parked).takeChild(parked & PAGE_MASK);
    this.scrapes.remove(parked);
    const slot = this.scrapes.add(texts);
    if (child !== undefined) {
      const page = this.table.page(slot);
      const offset = slot & PAGE_MASK;
      page.setChild(offset, child);
      child.restart(page, offset, page.values, offset * this.table.stride);
    }
    return slot;
  }
}
