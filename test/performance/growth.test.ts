import { describe, expect, test } from "vitest";
import { SeriesTable } from "../../src/collectors/storage/series-table.js";
import { PAGE_SIZE } from "../../src/collectors/storage/slots.js";
import { acceptHeaderFor, expositionFormats } from "../../src/exposition/index.js";
import { Counter, Histogram, Registry, render, StateSet, Summary } from "../../src/index.js";
import { liveSeriesOf } from "../../src/model/families/live-metrics.js";
import { eventually } from "../eventually.js";
import { collectedBytes, collectGarbage } from "./collected-heap.js";

const pagesIn = (table: SeriesTable) => table.pages.filter((page) => page !== undefined).length;

describe("a table of series", () => {
  test("has as many pages as its series need", () => {
    const table = new SeriesTable(["id"], 1);
    for (const count of [1, PAGE_SIZE, PAGE_SIZE + 1, 10 * PAGE_SIZE]) {
      while (table.size < count) table.add([String(table.size)]);
      expect(pagesIn(table)).toBe(Math.ceil(count / PAGE_SIZE));
    }
  });

  test("releases pages without series, and uses their numbers again", () => {
    const table = new SeriesTable(["id"], 1);
    for (let wave = 0; wave < 5; wave++) {
      const slots = Array.from({ length: 4 * PAGE_SIZE }, (_, i) => table.add([`${wave} ${i}`]));
      expect(pagesIn(table)).toBe(4);
      expect(table.pages.length).toBe(4);
      for (const slot of slots) {
        table.remove(slot);
        table.free(slot);
      }
      expect(pagesIn(table)).toBe(0);
    }
  });

  test("assigns free slots to new series before it adds a page", () => {
    const table = new SeriesTable(["id"], 1);
    const slots = Array.from({ length: 2 * PAGE_SIZE }, (_, i) => table.add([`old ${i}`]));
    const freed = slots.filter((_, i) => i % 3 === 0);
    for (const slot of freed) {
      table.remove(slot);
      table.free(slot);
    }
    const taken = freed.map((_, i) => table.add([`new ${i}`]));
    expect(taken.sort((a, b) => a - b)).toEqual(freed);
    expect(pagesIn(table)).toBe(2);
  });
});

describe("removed series", () => {
  const WAVE = 5000;

  test("leave nothing in memory: no pages, label values or cached bytes", async () => {
    const registry = new Registry();
    const options = { help: "", labelNames: ["method", "id"] as const, maxSeries: WAVE, registry };
    const counter = new Counter({ name: "waves_total", ...options });
    const histogram = new Histogram({ name: "waves_seconds", ...options });
    const wave = async (n: number): Promise<void> => {
      for (let i = 0; i < WAVE; i++) {
        const labels = { method: "GET", id: `${n} ${i}` };
        counter.inc(labels);
        histogram.labels(labels).observe(i);
      }
      await render(registry);
      await render(registry, {
        accept: acceptHeaderFor("protobuf"),
      });
      if (n % 2 === 0) {
        counter.clear();
        histogram.clear();
      } else {
        counter.removeMatching({ method: "GET" });
        histogram.removeMatching({ method: "GET" });
      }
    };
    let n = 0;
    const waves = async (count: number): Promise<number> => {
      for (const end = n + count; n < end; n++) await wave(n);
      return collectedBytes();
    };
    const before = await waves(5);
    // Leaks accumulate, but memory for newly compiled code is released.
    const after = [await waves(8), await waves(1), await waves(1), await waves(1)];
    // One wave takes several megabytes.
    expect(Math.min(...after) - before).toBeLessThan(300_000);
  });

  const options = { help: "", labelNames: ["id"], registry: null } as const;
  const collectors = {
    counter: () => new Counter({ name: "kept_total", ...options }),
    histogram: () => new Histogram({ name: "kept_seconds", ...options }),
    summary: () => new Summary({ name: "kept_bytes", quantiles: { 0.5: 0.01 }, ...options }),
    "state set": () => new StateSet({ name: "kept", states: ["on"], ...options }),
  };

  test.each(Object.entries(collectors))(
    "release their page, although the first page of a %s stays",
    async (_, make) => {
      const registry = new Registry();
      const collector = registry.register(make());
      const labels = Array.from({ length: 2 * PAGE_SIZE }, (_, id) => ({ id: String(id) }));
      for (const each of labels) collector.labels(each);
      const pages = await pagesOf(registry);
      for (const format of expositionFormats)
        await render(registry, { accept: acceptHeaderFor(format, "underscores") });
      for (const each of labels.slice(PAGE_SIZE)) collector.remove(each);
      await eventually("the second page is collected", async () => {
        collectGarbage();
        return pages[1]?.deref() === undefined ? true : undefined;
      });
      expect(pages[0]?.deref()).toBeDefined();
    },
  );
});

async function pagesOf(registry: Registry): Promise<WeakRef<object>[]> {
  using families = await registry.gather();
  return families
    .flatMap((family) => liveSeriesOf(family) ?? [])
    .flatMap(({ pages }) => pages.map((page) => new WeakRef(page)));
}
