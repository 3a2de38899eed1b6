import { describe, expect, test } from "vitest";
import { type Collector, Counter, Gauge, Histogram, Info, StateSet, Summary } from "../../src/index.js";
import { fakeClock } from "../../src/testing/fake-clock.js";

const options = { help: "Help.", labelNames: ["x"], constLabels: { app: "shop" }, registry: null } as const;

/** The families of a collector, as plain objects. */
async function families(collector: Collector) {
  const collected = await collector.collect();
  return collected.map(({ metrics, ...family }) => ({ ...family, metrics: [...metrics] }));
}

const metrics = async (collector: Collector) => (await families(collector)).flatMap((family) => family.metrics);
const [a, b] = ["a", "b"].map((x) => ({ app: "shop", x }));
const infinity = Number.POSITIVE_INFINITY;

describe("a collector collects", () => {
  test("a family with its name, help, type and unit", async () => {
    const bytes = new Gauge({ ...options, name: "size_bytes", unit: "bytes" });
    bytes.set({ x: "a" }, 3);
    const expected = { name: "size_bytes", help: "Help.", type: "gauge", metrics: [{ labels: a, value: 3 }] };
    expect(await families(bytes)).toEqual([{ ...expected, unit: "bytes" }]);
    const [family] = await new Gauge({ name: "size", help: "Help.", registry: null }).collect();
    expect(Reflect.ownKeys(family ?? {})).toEqual(["name", "help", "type", "metrics"]);
  });

  test("nothing when it has labels and no series", async () => {
    const c = new Counter({ ...options, name: "c" });
    expect(await families(c)).toEqual([]);
    c.inc({ x: "a" });
    c.clear();
    expect(await families(c)).toEqual([]);
  });

  test("the value, creation time and exemplar of each series of a counter", async () => {
    using clock = fakeClock(100);
    const c = new Counter({ ...options, name: "c" });
    c.inc({ x: "a" }, 2, { exemplar: { trace_id: "t" } });
    clock.advance(1);
    c.inc({ x: "b" });
    const exemplar = { labels: { trace_id: "t" }, value: 2, timestamp: 100 };
    expect(await metrics(c)).toEqual([
      { labels: a, value: 2, created: 100, exemplar },
      { labels: b, value: 1, created: 101 },
    ]);
  });

  test("the count, sum, buckets and creation time of each series of a histogram", async () => {
    using _ = fakeClock(100);
    const h = new Histogram({ ...options, name: "h", buckets: [1, 2] });
    for (const value of [0.5, 1.5, 1.75, 9]) h.observe({ x: "b" }, value);
    h.observe({ x: "a" }, 5, { exemplar: { trace_id: "t" } });
    const exemplar = { labels: { trace_id: "t" }, value: 5, timestamp: 100 };
    expect(await metrics(h)).toEqual([
      {
        labels: b,
        count: 4,
        sum: 12.75,
        created: 100,
        buckets: [
          { upperBound: 1, count: 1 },
          { upperBound: 2, count: 3 },
          { upperBound: infinity, count: 4 },
        ],
      },
      {
        labels: a,
        count: 1,
        sum: 5,
        created: 100,
        buckets: [
          { upperBound: 1, count: 0 },
          { upperBound: 2, count: 0 },
          { upperBound: infinity, count: 1, exemplar },
        ],
      },
    ]);
  });

  test("the count, sum, quantiles and creation time of each series of a summary", async () => {
    using _ = fakeClock(100);
    const plain = new Summary({ ...options, name: "s" });
    plain.observe({ x: "b" }, 7);
    plain.observe({ x: "a" }, 2);
    plain.observe({ x: "a" }, 3);
    expect(await metrics(plain)).toEqual([
      { labels: b, count: 1, sum: 7, quantiles: [], created: 100 },
      { labels: a, count: 2, sum: 5, quantiles: [], created: 100 },
    ]);
    const median = new Summary({ ...options, name: "s", quantiles: { 0.5: 0.1 } });
    median.observe({ x: "a" }, 4);
    expect(await metrics(median)).toEqual([
      { labels: a, count: 1, sum: 4, quantiles: [{ quantile: 0.5, value: 4 }], created: 100 },
    ]);
  });

  test("all states of each series of a state set", async () => {
    const s = new StateSet({ ...options, name: "s", states: ["open", "closed", "ajar"] });
    s.set({ x: "a" }, "ajar");
    s.labels({ x: "b" });
    expect(await metrics(s)).toEqual([
      { labels: a, states: { open: false, closed: false, ajar: true } },
      { labels: b, states: { open: true, closed: false, ajar: false } },
    ]);
  });

  test("the facts of an info, from when they are set until they are cleared", async () => {
    const info = new Info({ name: "build", help: "Build.", constLabels: { app: "shop" }, registry: null });
    expect(await families(info)).toEqual([]);
    info.set({ version: "1" });
    expect(await families(info)).toEqual([
      {
        name: "build_info",
        help: "Build.",
        type: "info",
        metrics: [{ labels: { app: "shop" }, info: { version: "1" } }],
      },
    ]);
    info.clear();
    expect([info.get(), await families(info)]).toEqual([undefined, []]);
  });

  test("the series that remain after others are removed", async () => {
    const g = new Gauge({ ...options, name: "g" });
    for (const x of ["removed", "a", "b"]) g.set({ x }, x.length);
    g.remove({ x: "removed" });
    expect(await metrics(g)).toEqual([
      { labels: a, value: 1 },
      { labels: b, value: 1 },
    ]);
  });
});
