import { describe, expect, test } from "vitest";
import { Counter, Gauge, Histogram, Registry } from "../../src/index.js";

describe("a child of a removed series", () => {
  test("does not change the exposed value", () => {
    const counter = new Counter({ name: "a_total", help: "", labelNames: ["x"], registry: null });
    const kept = counter.labels({ x: "old" });
    kept.inc(5);
    counter.remove({ x: "old" });
    kept.inc();
    expect(counter.get({ x: "old" })).toBeUndefined();
  });

  test("does not write to the series that uses its former slot", () => {
    const gauge = new Gauge({ name: "g", help: "", labelNames: ["x"], registry: null });
    const kept = Array.from({ length: 1000 }, (_, i) => gauge.labels({ x: `old ${i}` }));
    gauge.clear();
    for (let i = 0; i < 1000; i++) gauge.set({ x: `new ${i}` }, i);
    for (const child of kept) child.set(-1);
    for (let i = 0; i < 1000; i++) expect(gauge.get({ x: `new ${i}` })).toBe(i);
  });

  test("still returns its own count", () => {
    const histogram = new Histogram({ name: "h", help: "", labelNames: ["x"], buckets: [1], registry: null });
    const kept = histogram.labels({ x: 1 });
    kept.observe(0.5);
    histogram.remove({ x: 1 });
    kept.observe(2);
    expect(kept.get()).toMatchObject({ count: 2, sum: 2.5 });
    expect(histogram.get({ x: 1 })).toBeUndefined();
  });

  test("does not count after clear, which resets a series without labels to 0", () => {
    const counter = new Counter({ name: "a_total", help: "", registry: null });
    const kept = counter.labels({});
    kept.inc(5);
    counter.clear();
    kept.inc();
    expect(counter.get()).toBe(0);
  });

  test("attaches no exemplar to another series", async () => {
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
