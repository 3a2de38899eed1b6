import { beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { activeExemplarSource } from "../../../src/globals/exemplar-source.js";
import { Counter, type CounterMetric, Histogram, type HistogramMetric, Registry } from "../../../src/index.js";
import { droppedUpdates } from "../../../src/model/dropped-updates.js";
import type { Labels } from "../../../src/model/families/metric.js";
import { fakeClock } from "../../../src/testing/fake-clock.js";

let registry: Registry;
beforeEach(() => {
  registry = new Registry();
});

/** The first series of the only family, apart from the registry's own. */
async function metric<M>(): Promise<M> {
  using families = await registry.gather();
  const [first] = families.filter(({ name }) => !name.startsWith("narthex_")).flatMap(({ metrics }) => [...metrics]);
  return first as M;
}

const exemplarOf = async () => (await metric<CounterMetric>()).exemplar;
const bucketExemplars = async () => (await metric<HistogramMetric>()).buckets.map(({ exemplar }) => exemplar);
const nativeExemplars = async () => (await metric<HistogramMetric>()).native?.exemplars ?? [];

/** A source that numbers its exemplars, and counts its calls. */
function numberingSource(minRetentionSeconds = 7): { asked: number } {
  const source = {
    asked: 0,
    minRetentionSeconds,
    labels(): Labels {
      source.asked++;
      return { trace_id: `${source.asked}` };
    },
  };
  activeExemplarSource.current = source;
  onTestFinished(() => {
    activeExemplarSource.current = undefined;
  });
  return source;
}

describe("a manual exemplar", () => {
  test("is stored with the value and time of its update", async () => {
    using _ = fakeClock();
    new Counter({ name: "c_total", help: "", registry }).inc(3, { exemplar: { trace_id: "a" } });
    expect(await exemplarOf()).toEqual({ labels: { trace_id: "a" }, value: 3, timestamp: 1_000_000_000 });
  });

  test("replaces the former exemplar of its bucket, and no other", async () => {
    const h = new Histogram({ name: "h", help: "", buckets: [1, 2], registry });
    h.observe(0.5, { exemplar: { trace_id: "a" } });
    h.observe(1, { exemplar: { trace_id: "b" } });
    h.observe(9, { exemplar: { trace_id: "c" } });
    expect(await bucketExemplars()).toMatchObject([{ labels: { trace_id: "b" } }, undefined, { value: 9 }]);
  });

  test.each([
    ["classic", { buckets: [1, 2] }],
    ["classic and native", { buckets: [1, 2], native: true }],
  ])("is in the buckets that get returns, of a %s histogram and of its child", async (_, options) => {
    const h = new Histogram({ name: "h", help: "", labelNames: ["a"], ...options, registry });
    const child = h.labels({ a: "x" });
    child.observe(0.5, { exemplar: { trace_id: "a" } });
    h.observe({ a: "x" }, 9, { exemplar: { trace_id: "b" } });
    const { buckets } = await metric<HistogramMetric>();
    expect(child.get().buckets).toEqual(buckets);
    expect(h.get({ a: "x" })?.buckets).toEqual(buckets);
    expect(buckets.map(({ exemplar }) => exemplar?.labels)).toEqual([{ trace_id: "a" }, undefined, { trace_id: "b" }]);
  });

  test.each([
    ["of 128 code points", "😀".repeat(127), 1, 0],
    ["of 129 code points", "😀".repeat(128), 0, 1],
  ])("%s is kept or counted as dropped, and its update counts", async (_, text, kept, dropped) => {
    const c = new Counter({ name: "c_total", help: "", registry });
    c.inc(1, { exemplar: { a: text } });
    expect([await exemplarOf()].flatMap((one) => one ?? [])).toHaveLength(kept);
    expect([c.get(), c[droppedUpdates]().exemplars]).toEqual([1, dropped]);
  });

  test("of NaN, which is in no bucket, is counted as dropped", async () => {
    const h = new Histogram({ name: "h", help: "", buckets: [], registry });
    h.observe(Number.NaN, { exemplar: { trace_id: "a" } });
    expect(await bucketExemplars()).toEqual([undefined]);
    expect(h[droppedUpdates]().exemplars).toBe(1);
  });

  test("replaces a recent exemplar of a source", async () => {
    using _ = fakeClock();
    const source = numberingSource();
    const c = new Counter({ name: "c_total", help: "", registry });
    c.inc();
    c.inc(1, { exemplar: { trace_id: "by hand" } });
    expect((await exemplarOf())?.labels).toEqual({ trace_id: "by hand" });
    expect(source.asked).toBe(1);
  });
});

describe("an exemplar of a source", () => {
  test.each([
    ["a child", (c: Counter<["x"]>) => c.labels({ x: "1" }).inc(2)],
    ["labels", (c: Counter<["x"]>) => c.inc({ x: "1" }, 2)],
  ])("is kept if a counter is updated through %s", async (_, update) => {
    numberingSource();
    update(new Counter({ name: "c_total", help: "", labelNames: ["x"], registry }));
    expect(await metric()).toMatchObject({ value: 2, exemplar: { labels: { trace_id: "1" }, value: 2 } });
  });

  test.each([
    ["a child", (h: Histogram<["x"]>) => h.labels({ x: "1" }).observe(2)],
    ["labels", (h: Histogram<["x"]>) => h.observe({ x: "1" }, 2)],
  ])("is kept if a histogram is updated through %s", async (_, update) => {
    numberingSource();
    update(new Histogram({ name: "h", help: "", labelNames: ["x"], buckets: [1], registry }));
    expect(await bucketExemplars()).toMatchObject([undefined, { labels: { trace_id: "1" }, value: 2 }]);
  });

  test("stays until it is old enough", async () => {
    using clock = fakeClock();
    numberingSource(7);
    const c = new Counter({ name: "c_total", help: "", registry });
    c.inc();
    clock.advance(6.9);
    c.inc();
    expect((await exemplarOf())?.labels).toEqual({ trace_id: "1" });
    clock.advance(0.1);
    c.inc();
    expect((await exemplarOf())?.labels).toEqual({ trace_id: "2" });
  });

  test("replaces a manual exemplar only if that is old enough", async () => {
    using clock = fakeClock();
    numberingSource(7);
    const c = new Counter({ name: "c_total", help: "", registry });
    c.inc(1, { exemplar: { trace_id: "by hand" } });
    clock.advance(1);
    c.inc();
    expect((await exemplarOf())?.labels).toEqual({ trace_id: "by hand" });
  });

  test("is stored per bucket", async () => {
    using _ = fakeClock();
    numberingSource();
    const h = new Histogram({ name: "h", help: "", buckets: [1, 2, 3], registry });
    for (let i = 0; i < 1000; i++) h.observe(0.5);
    h.observe(1.5);
    h.observe(9);
    expect(await bucketExemplars()).toMatchObject([{ value: 0.5 }, { value: 1.5 }, undefined, { value: 9 }]);
  });

  test("is dropped if it is too long, as a manual one is", async () => {
    const c = new Counter({ name: "c_total", help: "", registry });
    activeExemplarSource.current = { minRetentionSeconds: 7, labels: () => ({ a: "x".repeat(128) }) };
    onTestFinished(() => {
      activeExemplarSource.current = undefined;
    });
    c.inc();
    expect(await exemplarOf()).toBeUndefined();
    expect(c[droppedUpdates]().exemplars).toBe(1);
  });
});

describe("a source", () => {
  test("may return nothing, and is called again soon", async () => {
    using clock = fakeClock();
    const answers: (Labels | undefined)[] = [undefined, { trace_id: "a" }];
    activeExemplarSource.current = { minRetentionSeconds: 7, labels: () => answers.shift() };
    onTestFinished(() => {
      activeExemplarSource.current = undefined;
    });
    const c = new Counter({ name: "c_total", help: "", registry });
    c.inc();
    expect(await exemplarOf()).toBeUndefined();
    clock.advance(0.2);
    c.inc();
    expect((await exemplarOf())?.labels).toEqual({ trace_id: "a" });
  });

  test("is called for few of many updates, as is the clock", () => {
    using clock = fakeClock();
    const source = numberingSource(0);
    const c = new Counter({ name: "c_total", help: "", registry }).labels({});
    for (let i = 0; i < 100_000; i++) {
      clock.advance(1e-6);
      c.inc();
    }
    expect(source.asked).toBeLessThan(1000);
  });

  test("is called for each update again when updates become rare", () => {
    using clock = fakeClock();
    const source = numberingSource(0);
    const c = new Counter({ name: "c_total", help: "", registry }).labels({});
    const update = (times: number, seconds: number): number => {
      const before = source.asked;
      for (let i = 0; i < times; i++) {
        clock.advance(seconds);
        c.inc();
      }
      return source.asked - before;
    };
    update(10_000, 1e-6);
    update(300, 1);
    expect(update(100, 1)).toBe(100);
  });

  test("causes no reading of the clock in updates that are not sampled", () => {
    let readings = 0;
    using clock = fakeClock();
    const source = numberingSource();
    const now = clock.now.bind(clock);
    clock.now = () => {
      readings++;
      return now();
    };
    const h = new Histogram({ name: "h", help: "", registry: null });
    readings = 0;
    for (let i = 0; i < 10_000; i++) h.observe(0.3);
    expect(readings).toBeLessThan(100);
    expect(source.asked).toBe(1);
  });
});

describe("the exemplars of a native histogram", () => {
  test("are several, by increasing value", async () => {
    const h = new Histogram({ name: "h", help: "", native: true, registry });
    for (const value of [4, -2, 0, 1]) h.observe(value, { exemplar: { trace_id: `${value}` } });
    expect((await nativeExemplars()).map(({ value }) => value)).toEqual([-2, 0, 1, 4]);
  });

  test("are at most ten, spread over the values", async () => {
    const h = new Histogram({ name: "h", help: "", native: true, registry });
    for (let i = 0; i < 1000; i++) h.observe(1 + i / 10_000, { exemplar: { trace_id: "crowd" } });
    for (let power = 1; power <= 8; power++) h.observe(2 ** power, { exemplar: { trace_id: "single" } });
    const kept = await nativeExemplars();
    expect(kept).toHaveLength(10);
    expect(kept.filter(({ labels }) => labels["trace_id"] === "single")).toHaveLength(8);
  });

  test("may have infinite values", async () => {
    const h = new Histogram({ name: "h", help: "", native: true, registry });
    for (let i = 0; i < 12; i++) {
      h.observe(Number.POSITIVE_INFINITY, { exemplar: { trace_id: `${i}` } });
      h.observe(Number.NEGATIVE_INFINITY, { exemplar: { trace_id: `${i}` } });
    }
    h.observe(1, { exemplar: { trace_id: "one" } });
    const values = (await nativeExemplars()).map(({ value }) => value);
    expect(values).toHaveLength(10);
    expect(new Set(values)).toEqual(new Set([Number.NEGATIVE_INFINITY, 1, Number.POSITIVE_INFINITY]));
  });

  test("are replaced in order of age", async () => {
    using clock = fakeClock();
    const h = new Histogram({ name: "h", help: "", native: true, registry });
    h.observe(1e9, { exemplar: { trace_id: "stale" } });
    clock.advance(301);
    for (let i = 0; i < 10; i++) h.observe(1 + i / 100, { exemplar: { trace_id: `${i}` } });
    expect((await nativeExemplars()).map(({ labels }) => labels["trace_id"])).not.toContain("stale");
  });

  test("come from a source separately for each octave, and stay until they are old enough", async () => {
    using clock = fakeClock();
    numberingSource(7);
    const h = new Histogram({ name: "h", help: "", native: true, registry });
    for (const value of [1, 2.5, 17]) h.observe(value);
    clock.advance(1);
    h.observe(1.1);
    expect((await nativeExemplars()).map(({ value }) => value)).toEqual([1, 2.5, 17]);
    clock.advance(6);
    h.observe(1.2);
    expect((await nativeExemplars()).map(({ value }) => value)).toEqual([1, 1.2, 2.5, 17]);
  });

  test("are also exposed with classic buckets, one for each", async () => {
    using _ = fakeClock();
    numberingSource();
    const h = new Histogram({ name: "h", help: "", native: true, buckets: [10], registry });
    for (const value of [1, 2, 4, 20]) h.observe(value);
    expect((await bucketExemplars()).map((one) => one?.value)).toEqual([1, 20]);
    expect(await nativeExemplars()).toHaveLength(4);
  });

  test("are removed by a reset", async () => {
    using clock = fakeClock();
    const native = { maxBuckets: 1, minResetSeconds: 60 };
    const h = new Histogram({ name: "h", help: "", native, buckets: [10], registry });
    h.observe(1, { exemplar: { trace_id: "before" } });
    clock.advance(60);
    h.observe(100, { exemplar: { trace_id: "after" } });
    expect((await nativeExemplars()).map(({ labels }) => labels)).toEqual([{ trace_id: "after" }]);
    expect(await bucketExemplars()).toMatchObject([undefined, { labels: { trace_id: "after" } }]);
  });
});
