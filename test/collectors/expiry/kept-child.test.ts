import { describe, expect, onTestFinished, test } from "vitest";
import {
  Counter,
  type CounterMetric,
  Gauge,
  Histogram,
  type HistogramMetric,
  onError,
  Registry,
  StateSet,
  Summary,
} from "../../../src/index.js";
import { droppedUpdates } from "../../../src/model/dropped-updates.js";
import { continued } from "../../../src/model/expiring.js";
import { fakeClock } from "../../../src/testing/index.js";
import { garbageCollected, scraped } from "./expiring.js";

const options = (registry: Registry) => ({
  name: "jobs",
  help: "",
  labelNames: ["queue"] as const,
  ttlSeconds: 60,
  registry,
});
const mail = { queue: "mail" };

/** A counter with an expired series, whose child is kept. */
async function expired(maxSeries = 10) {
  const clock = fakeClock(5000);
  onTestFinished(() => clock[Symbol.dispose]());
  const registry = new Registry();
  const jobs = new Counter({ ...options(registry), maxSeries });
  const child = jobs.labels(mail);
  child.inc(7);
  await scraped(registry);
  clock.advance(60);
  expect(await scraped(registry)).toEqual([]);
  return { clock, registry, jobs, child };
}

async function metrics<M>(registry: Registry): Promise<M[]> {
  using gathered = await registry.gather();
  return [...(gathered.find(({ name }) => name.startsWith("jobs"))?.metrics ?? [])] as M[];
}

describe("a child that was kept from before its series expired", () => {
  test("reads the numbers that it had", async () => {
    const { child } = await expired();
    expect(child.get()).toBe(7);
  });

  test("shows the series again at the next scrape after an update, from its old value and start time", async () => {
    const { registry, child } = await expired();
    child.inc();
    expect(await metrics<CounterMetric>(registry)).toEqual([{ labels: mail, value: 8, created: 5000 }]);
  });

  test("shows nothing while it is not used", async () => {
    const { clock, registry } = await expired();
    for (let i = 0; i < 3; i++) {
      clock.advance(60);
      expect(await scraped(registry)).toEqual([]);
    }
  });

  test("lets the series expire again and again, which counts each time", async () => {
    const { clock, registry, jobs, child } = await expired();
    for (let i = 0; i < 3; i++) {
      child.inc();
      expect(await scraped(registry)).toEqual([`jobs_total{queue="mail"} ${8 + i}`]);
      clock.advance(60);
      expect(await scraped(registry)).toEqual([]);
    }
    expect(jobs[droppedUpdates]().expiredSeries).toBe(4);
  });

  test("updates the new series when the expired one is asked for by its labels", async () => {
    const { clock, registry, jobs, child } = await expired();
    clock.advance(5);
    expect(jobs.labels(mail)).toBe(child);
    expect(child.get()).toBe(0);
    jobs.inc(mail);
    child.inc();
    expect(await metrics<CounterMetric>(registry)).toEqual([{ labels: mail, value: 2, created: 5065 }]);
  });

  test("continues the series that is asked for by its labels after an update of the child", async () => {
    const { registry, jobs, child } = await expired();
    child.inc();
    jobs.inc(mail);
    expect(jobs.get(mail)).toBe(9);
    expect(await metrics<CounterMetric>(registry)).toEqual([{ labels: mail, value: 9, created: 5000 }]);
  });

  test("makes the series known to get as soon as it is updated", async () => {
    const { jobs, child } = await expired();
    expect(jobs.get(mail)).toBeUndefined();
    child.inc();
    expect(jobs.get(mail)).toBe(8);
  });

  test("returns to its series although the collector is full", async () => {
    onError(() => {});
    onTestFinished(() => void onError(undefined));
    const { registry, jobs, child } = await expired(1);
    jobs.inc({ queue: "print" });
    jobs.inc(mail);
    child.inc();
    expect(await scraped(registry)).toEqual([
      'jobs_total{queue="mail"} 8',
      'jobs_total{queue="print"} 1',
      'jobs_total{queue="__overflow__"} 1',
    ]);
  });

  test("moves with its numbers when the storage grows", async () => {
    const { registry, jobs, child } = await expired();
    for (let i = 0; i < 8; i++) jobs.inc({ queue: i });
    child.inc();
    expect(child.get()).toBe(8);
    expect(await scraped(registry)).toContain('jobs_total{queue="mail"} 8');
  });

  test.each<[string, (jobs: Counter<readonly ["queue"]>) => unknown, unknown]>([
    ["remove", (jobs) => jobs.remove(mail), false],
    ["removeMatching", (jobs) => jobs.removeMatching(mail), 0],
    ["clear", (jobs) => jobs.clear(), undefined],
  ])("is detached by %s, which finds no series", async (_, remove, result) => {
    const { registry, jobs, child } = await expired();
    expect(remove(jobs)).toBe(result);
    child.inc();
    expect(child.get()).toBe(8);
    expect(await scraped(registry)).toEqual([]);
    jobs.inc(mail);
    expect([jobs.get(mail), child.get()]).toEqual([1, 8]);
  });

  test.each<[string, (jobs: Counter<readonly ["queue"]>) => unknown, unknown]>([
    ["remove", (jobs) => jobs.remove(mail), true],
    ["removeMatching", (jobs) => jobs.removeMatching(mail), 1],
    ["clear", (jobs) => jobs.clear(), undefined],
  ])("is detached by %s, which finds the series that has been updated since", async (_, remove, result) => {
    const { registry, jobs, child } = await expired();
    child.inc();
    expect(remove(jobs)).toBe(result);
    child.inc();
    expect(await scraped(registry)).toEqual([]);
  });

  test("is not detached by the removal of other series", async () => {
    const { registry, jobs, child } = await expired();
    expect(jobs.removeMatching({ queue: "print" })).toBe(0);
    child.inc();
    expect(await scraped(registry)).toEqual(['jobs_total{queue="mail"} 8']);
  });
});

describe("the numbers of an expired series", () => {
  test("are freed with its child", async () => {
    using clock = fakeClock();
    const registry = new Registry();
    const jobs = new Counter(options(registry));
    const weak = new WeakRef(jobs.labels(mail));
    await scraped(registry);
    clock.advance(60);
    await scraped(registry);
    await garbageCollected();
    expect(weak.deref()).toBeUndefined();
    await scraped(registry);
    const series = (jobs.collect() as readonly unknown[]).length;
    expect([series, jobs.isPristine()]).toEqual([0, true]);
    jobs.inc({ queue: "print" });
    expect(await scraped(registry)).toEqual(['jobs_total{queue="print"} 1']);
  });

  test.each(["classic", "native", "quantiles"])("outlive a child that has updated them: %s", async (kind) => {
    using clock = fakeClock();
    const registry = new Registry();
    const jobs =
      kind === "quantiles"
        ? new Summary({ ...options(registry), quantiles: { 0.5: 0.01 } })
        : new Histogram({ ...options(registry), buckets: [1], native: kind === "native" });
    let child: { observe(value: number): void } | undefined = jobs.labels(mail);
    const weak = new WeakRef(child);
    child.observe(2);
    await scraped(registry);
    clock.advance(60);
    await scraped(registry);
    child.observe(3);
    child = undefined;
    await garbageCollected();
    expect(weak.deref()).toBeUndefined();
    expect(await scraped(registry)).toContain('jobs_count{queue="mail"} 2');
    jobs.observe(mail, 4);
    expect(jobs.get(mail)).toMatchObject({ count: 3, sum: 9 });
    const [metric] = await metrics<HistogramMetric>(registry);
    if (kind === "native") expect(metric?.native?.positiveCounts.reduce((sum, count) => sum + count)).toBe(3);
    if (kind === "quantiles") expect(metric).toMatchObject({ quantiles: [{ quantile: 0.5, value: 3 }] });
  });
});

describe("a kept child", () => {
  test("stores an exemplar while its series is expired", async () => {
    const { registry, child } = await expired();
    child.inc(1, { exemplar: { trace_id: "1" } });
    expect(await metrics<CounterMetric>(registry)).toMatchObject([
      { value: 8, exemplar: { labels: { trace_id: "1" } } },
    ]);
  });

  test("of a native histogram begins with empty buckets when the series is asked for by its labels", async () => {
    using clock = fakeClock();
    const registry = new Registry();
    const jobs = new Histogram({ ...options(registry), native: true });
    const child = jobs.labels(mail);
    child.observe(2, { exemplar: { trace_id: "1" } });
    await scraped(registry);
    clock.advance(60);
    await scraped(registry);
    jobs.observe(mail, 3);
    child.observe(4);
    const [metric] = await metrics<HistogramMetric>(registry);
    expect(metric).toMatchObject({
      count: 2,
      sum: 7,
      native: { positiveCounts: [1, 0, 0, 1], exemplars: [] },
    });
  });

  test("of a summary begins with an empty window when the series is asked for by its labels", async () => {
    using clock = fakeClock();
    const registry = new Registry();
    const jobs = new Summary({ ...options(registry), quantiles: { 0: 0.01 } });
    const child = jobs.labels(mail);
    child.observe(2);
    await scraped(registry);
    clock.advance(60);
    await scraped(registry);
    jobs.observe(mail, 3);
    child.observe(4);
    expect(jobs.get(mail)).toEqual({ count: 2, sum: 7, quantiles: [{ quantile: 0, value: 3 }] });
  });

  test("of a state set begins with the first state when the series is asked for by its labels", async () => {
    using clock = fakeClock();
    const registry = new Registry();
    const breaker = new StateSet({ ...options(registry), states: ["closed", "open"] });
    const child = breaker.labels(mail);
    child.set("open");
    await scraped(registry);
    clock.advance(60);
    await scraped(registry);
    expect(child.get()).toBe("open");
    breaker.labels(mail);
    expect(child.get()).toBe("closed");
  });

  test("of a gauge shows the series again when it is set to the same value", async () => {
    using clock = fakeClock();
    const registry = new Registry();
    const child = new Gauge(options(registry)).labels(mail);
    child.set(5);
    await scraped(registry);
    clock.advance(60);
    expect(await scraped(registry)).toEqual([]);
    child.set(5);
    expect(await scraped(registry)).toEqual(['jobs{queue="mail"} 5']);
  });
});

describe("code that keeps children, such as a wrapper,", () => {
  test("continues an expired series from its old value while the child is in use", async () => {
    const { clock, registry, jobs, child } = await expired();
    const again = jobs[continued](mail);
    expect(again).toBe(child);
    expect(await metrics<CounterMetric>(registry)).toEqual([{ labels: mail, value: 7, created: 5000 }]);
    for (const seconds of [59, 1]) {
      clock.advance(seconds);
      expect(await scraped(registry)).toHaveLength(seconds > 1 ? 1 : 0);
    }
  });

  test("begins a new series if the expired one has no child", async () => {
    using clock = fakeClock();
    const registry = new Registry();
    const jobs = new Counter(options(registry));
    jobs.inc(mail);
    await scraped(registry);
    clock.advance(60);
    await scraped(registry);
    expect(jobs[continued](mail).get()).toBe(0);
    expect(jobs[continued](mail)).toBe(jobs.labels(mail));
  });
});
