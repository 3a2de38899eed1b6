import { activeClock } from "../../globals/clock.js";
import type { ScrapeTracker } from "../storage/scrape-tracker.js";
import { type SeriesPage, SlotState } from "../storage/series-page.js";
import type { SeriesTable } from "../storage/series-table.js";
import { PAGE_MASK, PAGE_SHIFT } from "../storage/slots.js";
import { PageIdleness } from "./page-idleness.js";

/** The maximum number of pages that are searched for an expired series when another one needs room. */
const PAGES_PER_SEARCH = 64;

/**
 * The expiry of the series of one collector. Before each scrape, the values of every series are compared with those
 * that the scrape before has shown. A series that has not changed for the time to live is parked. If the program holds
 * no child of it, it is removed; otherwise its values and labels keep their slot, and the scrape that finds them
 * changed resumes the series. Updates do not take part in any of this.
 */
export class SeriesExpiry {
  /** The number of series that have expired. */
  expired = 0;
  readonly #table: SeriesTable;
  readonly #scrapes: ScrapeTracker;
  readonly #ttl: number;
  readonly #neverExpires: (slot: number) => boolean;
  /** The page that was searched last for room, and the number of pages that the current search has not reached. */
  #searched = 0;
  #unsearched = 0;
  /** The time since which the longest-idle series that the current search found has been idle. */
  #idleSince = Number.POSITIVE_INFINITY;
  /** The period in which no search can succeed, in milliseconds of the monotonic clock. */
  #full = { from: 0, to: 0 };

  /**
   * @param table - the series
   * @param scrapes - the running scrapes
   * @param ttlSeconds - the time for which a series may be idle
   * @param neverExpires - whether a series is exempt
   */
  constructor(table: SeriesTable, scrapes: ScrapeTracker, ttlSeconds: number, neverExpires: (slot: number) => boolean) {
    this.#table = table;
    this.#scrapes = scrapes;
    this.#ttl = ttlSeconds * 1000;
    this.#neverExpires = neverExpires;
  }

  /** Checks all series before a scrape, page by page. The caller may pause after each page. */
  *check(): Generator<void> {
    const { pages } = this.#table;
    for (let i = 0; i < pages.length; i++) {
      const page = pages[i];
      if (page === undefined) continue;
      this.#checkPage(page, activeClock.current.monotonic());
      yield;
    }
  }

  /** Whether the values of a parked series have changed, so that the next scrape will resume it. */
  isResuming(slot: number): boolean {
    const page = this.#table.page(slot);
    return (page.idleness as PageIdleness).isChanged(slot & PAGE_MASK, page.values);
  }

  /**
   * Removes a series that has been idle for the time to live, unless a scrape has yet to show its current values.
   * Returns whether there is one. A large collector is searched in part, and the next call continues there.
   */
  makeRoom(): boolean {
    const now = activeClock.current.monotonic();
    if (now >= this.#full.from && now < this.#full.to) return false;
    const { pages } = this.#table;
    if (this.#unsearched <= 0) {
      this.#unsearched = pages.length;
      this.#idleSince = now;
    }
    for (let i = 0; i < PAGES_PER_SEARCH && this.#unsearched > 0; i++) {
      this.#unsearched--;
      this.#searched = (this.#searched + 1) % pages.length;
      const page = pages[this.#searched];
      if (page !== undefined && this.#expireOneIn(page, now)) return true;
    }
    if (this.#unsearched <= 0) this.#full = { from: now, to: this.#idleSince + this.#ttl };
    return false;
  }

  #checkPage(page: SeriesPage, now: number): void {
    page.idleness ??= new PageIdleness(this.#table.stride);
    const { idleness, states, values, used } = page;
    idleness.fit(states.length);
    for (let offset = 0; offset < used; offset++) {
      const state = states[offset];
      if (state === SlotState.free || state === SlotState.removed) continue;
      const isParked = state === SlotState.parked;
      if (idleness.isChanged(offset, values)) {
        idleness.see(offset, values, now);
        if (isParked) this.#scrapes.resume(slotOf(page, offset));
      } else if (isParked) this.#removeUnused(page, offset);
      // After the first scrape of the series, or when the clock was set back or replaced.
      else if (!(now >= (idleness.since[offset] as number))) idleness.since[offset] = now;
      else if (this.#isExpired(page, offset, now)) this.#expire(page, offset);
    }
  }

  /** Removes a parked series that no child can change. A scrape that still shows it keeps it for a later check. */
  #removeUnused(page: SeriesPage, offset: number): void {
    const { parkedAfter } = page.idleness as PageIdleness;
    if (this.#scrapes.isRunning(parkedAfter[offset]) || page.parkedChild(offset) !== undefined) return;
    this.#scrapes.remove(slotOf(page, offset));
  }

  #expireOneIn(page: SeriesPage, now: number): boolean {
    const { idleness, states, values, used } = page;
    if (idleness === undefined) return false;
    for (let offset = 0; offset < used; offset++) {
      if (states[offset] !== SlotState.live || idleness.isChanged(offset, values)) continue;
      if (this.#isExpired(page, offset, now)) {
        this.#expire(page, offset);
        return true;
      }
      if ((idleness.since[offset] as number) < this.#idleSince) this.#idleSince = idleness.since[offset] as number;
    }
    return false;
  }

  /** Whether a series has been idle for the time to live. One that came or returned while a scrape runs has not. */
  #isExpired(page: SeriesPage, offset: number, now: number): boolean {
    return (
      now - ((page.idleness as PageIdleness).since[offset] as number) >= this.#ttl &&
      page.states[offset] === SlotState.live &&
      !this.#neverExpires(slotOf(page, offset))
    );
  }

  #expire(page: SeriesPage, offset: number): void {
    const slot = slotOf(page, offset);
    this.expired++;
    if (page.childAt(offset) === undefined && !this.#scrapes.isRunning()) this.#scrapes.remove(slot);
    else this.#scrapes.park(slot);
  }
}

function slotOf(page: SeriesPage, offset: number): number {
  return (page.index << PAGE_SHIFT) + offset;
}
