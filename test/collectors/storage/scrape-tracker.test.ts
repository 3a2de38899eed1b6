import { describe, expect, test } from "vitest";
import { readGauge } from "../../../src/collectors/storage/read-metrics.js";
import { ScrapeTracker } from "../../../src/collectors/storage/scrape-tracker.js";
import { SeriesTable } from "../../../src/collectors/storage/series-table.js";
import { PAGE_SIZE } from "../../../src/collectors/storage/slots.js";
import type { CollectorSeries } from "../../../src/model/families/collector-series.js";

function tracked(...series: readonly string[]) {
  const table = new SeriesTable(["x"], 1);
  const layout = { constLabels: { app: "shop" }, labelNames: ["x"], stride: 1 };
  const tracker = new ScrapeTracker(table, layout, readGauge);
  const slots = series.map((x) => tracker.add([x]));
  return { table, tracker, slots, slotOf: (x: string) => table.findValues([x]) };
}

const numbers = (length: number) => Array.from({ length }, (_, i) => String(i));
const fullPages = (scrape: CollectorSeries) => scrape.pages.map((page) => scrape.isFull(page));
const shownSlots = (scrape: CollectorSeries) =>
  scrape.pages.flatMap((page, i) =>
    [...Array(page.used).keys()].filter((o) => scrape.isShown(page, o)).map((o) => [i, o]),
  );

describe("the scrapes of a collector", () => {
  test("show a page in full when no series comes or goes", () => {
    const { tracker } = tracked(...numbers(PAGE_SIZE + 2));
    const scrape = tracker.begin();
    expect(fullPages(scrape)).toEqual([true, true]);
    expect(shownSlots(scrape)).toHaveLength(PAGE_SIZE + 2);
  });

  test("do not show in full the page of a series that comes or goes while they run", () => {
    const { tracker, slotOf } = tracked(...numbers(PAGE_SIZE + 2));
    const scrape = tracker.begin();
    tracker.add(["new"]);
    expect(fullPages(scrape)).toEqual([true, false]);
    tracker.remove(slotOf("3"));
    expect(fullPages(scrape)).toEqual([false, false]);
  });

  test("show a page in full again when the scrape ends during which a series came", () => {
    const { tracker } = tracked(...numbers(PAGE_SIZE + 2));
    const earlier = tracker.begin();
    tracker.add(["new"]);
    earlier.release();
    expect(fullPages(tracker.begin())).toEqual([true, true]);
  });

  test("do not show a series that comes on a later page while they run, and show it from the next scrape on", () => {
    const { tracker } = tracked(...numbers(PAGE_SIZE + 2));
    const earlier = tracker.begin();
    tracker.add(["new"]);
    const later = tracker.begin();
    expect(shownSlots(earlier)).toHaveLength(PAGE_SIZE + 2);
    expect(shownSlots(later)).toHaveLength(PAGE_SIZE + 3);
    expect(shownSlots(later).at(-1)).toEqual([1, 2]);
  });

  test("keep the slot of a series that goes on a later page until the last scrape that shows it ends", () => {
    const { tracker, slotOf } = tracked(...numbers(PAGE_SIZE + 2));
    const scrapes = [tracker.begin(), tracker.begin()];
    const slot = slotOf(String(PAGE_SIZE));
    tracker.remove(slot);
    expect(scrapes.map((scrape) => shownSlots(scrape).length)).toEqual([PAGE_SIZE + 2, PAGE_SIZE + 2]);
    scrapes[0]?.release();
    expect(tracker.add(["other"])).not.toBe(slot);
    expect(shownSlots(scrapes[1] as CollectorSeries)).toHaveLength(PAGE_SIZE + 2);
    scrapes[1]?.release();
    expect(tracker.add(["another"])).toBe(slot);
  });

  test("that do not run keep no slot of a removed series", () => {
    const { tracker, slots } = tracked("a", "b");
    tracker.begin().release();
    tracker.remove(slots[0] as number);
    expect(tracker.add(["c"])).toBe(slots[0]);
  });

  test("that begin after a removal do not keep its slot", () => {
    const { tracker, slots } = tracked("a", "b");
    const earlier = tracker.begin();
    tracker.remove(slots[0] as number);
    const later = tracker.begin();
    expect(shownSlots(later)).toEqual([[0, 1]]);
    earlier.release();
    expect(shownSlots(later)).toEqual([[0, 1]]);
    expect(tracker.add(["c"])).toBe(slots[0]);
  });

  test("never show a series that came and went while they ran", () => {
    const { table, tracker } = tracked();
    const scrape = tracker.begin();
    const earlier = tracked("a").tracker;
    tracker.remove(tracker.add(["b"]));
    expect(shownSlots(scrape)).toEqual([]);
    expect(shownSlots(tracker.begin())).toEqual([]);
    expect(shownSlots(earlier.begin())).toEqual([[0, 0]]);
    scrape.release();
    expect(table.size).toBe(0);
  });

  test("free the page of a series that came and went when they end", () => {
    const { table, tracker } = tracked();
    const scrape = tracker.begin();
    tracker.remove(tracker.add(["a"]));
    expect(table.pages).toHaveLength(1);
    scrape.release();
    expect(table.pages).toEqual([undefined]);
    expect(tracker.begin().pages).toEqual([]);
  });

  test("do not show a slot that was freed", () => {
    const { tracker, slots } = tracked("a", "b", "c");
    tracker.remove(slots[1] as number);
    const scrape = tracker.begin();
    expect(shownSlots(scrape)).toEqual([
      [0, 0],
      [0, 2],
    ]);
    expect(fullPages(scrape)).toEqual([false]);
  });

  test("read a series with constant labels before its own", () => {
    const { table, tracker, slots } = tracked("a", "b");
    table.page(0).values.set([3, 4]);
    const scrape = tracker.begin();
    const metric = scrape.read(table.page(0), slots[1] as number);
    expect(metric).toEqual({ labels: { app: "shop", x: "b" }, value: 4 });
    expect(Object.keys(metric.labels)).toEqual(["app", "x"]);
  });
});
