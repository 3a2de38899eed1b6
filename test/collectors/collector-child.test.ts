import { describe, expect, test } from "vitest";
import { Counter, Gauge, Histogram, Registry } from "../../src/index.js";

describe("a child from before a removal", () => {
  test("a removal writes to nothing that is shown", () => {
    const counter = new Counter({ name: "a_total", help: "", labelNames: ["x"], registry: null });
    const kept = counter.labels({ x: "old" });
    kept.inc(5);
    counter.remove({ x: "old" });
    kept.inc();
    expect(counter.get({ x: "old" })).toBeUndefined();
  });

  test("a removal never writes into the series that took its slot", () => {
    const gauge = new Gauge({ name: "g", help: "", labelNames: ["x"], registry: null });
    const kept = Array.from({ length: 1000 }, (_, i) => gauge.labels({ x: `old ${i}` }));
    gauge.clear();
    for (let i = 0; i < 1000; i++) gauge.set({ x: `new ${i}` }, i);
    for (const child of kept) child.set(-1);
    for (let i = 0; i < 1000; i++) expect(gauge.get({ x: `new ${i}` })).toBe(i);
  });

  test("a removal still returns its own count", () => {
    const histogram = new Histogram({ name: "h", help: "", labelNames: ["x"], buckets: [1], registry: null });
    const kept = histogram.labels({ x: 1 });
    kept.observe(0.5);
    histogram.remove({ x: 1 });
    kept.observe(2);
    expect(kept.get()).toMatchObject({ count: 2, sum: 2.5 });
    expect(histogram.get({ x: 1 })).toBeUndefined();
  });

  test("clear() starts a series without labels again at 0", () => {
    const counter = new Counter({ name: "a_total", help: "", registry: null });
    const kept = counter.labels({});
    kept.inc(5);
    counter.clear();
    kept.inc();
    expect(counter.get()).toBe(0);
  });

  test("a removal attaches no exemplar to another series", async () => {
    const registry = new Registry();
    const counter = new Counter({ name: "a_total", help: "", labelNames: ["x"], registry });
    const kept = counter.labels({ x: "old" });
    counter.remove({ x: "old" });
    counter.inc({ x: "new" });
    kept.inc(1, { exemplar: { trace_id: "abc" } });
    const [family] = await registry.gather();
    expect([...(family?.metrics ?? [])]).not.toHaveProperty([0, "exemplar"]);
  });
});
