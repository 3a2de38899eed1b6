import { describe, expect, onTestFinished, test } from "vitest";
import { Counter, counter, Gauge, Histogram, onError, Registry, StateSet, Summary } from "../../../src/index.js";
import { withCode } from "../../../src/model/errors/coded-error.js";
import { fakeClock } from "../../../src/testing/index.js";
import { scraped } from "./expiring.js";

const options = (registry: Registry) => ({
  name: "jobs",
  help: "",
  labelNames: ["queue"] as const,
  ttlSeconds: 60,
  registry,
});

describe("a series that has not changed for the time to live", () => {
  test("is shown by the scrapes before, and gone at the next one", async () => {
    using clock = fakeClock();
    const registry = new Registry();
    const jobs = new Counter(options(registry));
    jobs.inc({ queue: "mail" });
    const shown = ['jobs_total{queue="mail"} 1'];
    expect(await scraped(registry)).toEqual(shown);
    clock.advance(59);
    expect(await scraped(registry)).toEqual(shown);
    clock.advance(1);
    expect(await scraped(registry)).toEqual([]);
    expect(jobs.get({ queue: "mail" })).toBeUndefined();
  });

  test("leaves those that have changed", async () => {
    using clock = fakeClock();
    const registry = new Registry();
    const jobs = new Counter(options(registry));
    for (const queue of ["mail", "print"]) jobs.inc({ queue });
    await scraped(registry);
    clock.advance(40);
    jobs.inc({ queue: "print" });
    await scraped(registry);
    clock.advance(40);
    expect(await scraped(registry)).toEqual(['jobs_total{queue="print"} 2']);
    clock.advance(20);
    expect(await scraped(registry)).toEqual([]);
  });

  test("starts at 0 with a new start time when it is asked for by its labels", async () => {
    using clock = fakeClock(5000);
    const registry = new Registry();
    const jobs = new Counter(options(registry));
    jobs.inc({ queue: "mail" }, 7);
    await scraped(registry);
    clock.advance(60);
    await scraped(registry);
    jobs.inc({ queue: "mail" });
    const [family] = await registry.gather();
    expect([...(family?.metrics ?? [])]).toEqual([{ labels: { queue: "mail" }, value: 1, created: 5060 }]);
  });

  test("is counted in a metric of the library", async () => {
    using clock = fakeClock();
    const registry = new Registry();
    const jobs = new Counter(options(registry));
    for (const queue of ["a", "b"]) jobs.inc({ queue });
    await scraped(registry);
    clock.advance(60);
    const [family, ...others] = await registry.gather();
    expect(others).toEqual([]);
    expect(family).toMatchObject({ name: "narthex_series_expired_total", type: "counter" });
    expect([...(family?.metrics ?? [])]).toEqual([{ labels: { metric: "jobs_total" }, value: 2 }]);
  });

  test("is removed by a gather without pauses too", async () => {
    using clock = fakeClock();
    const registry = new Registry();
    new Counter(options(registry)).inc({ queue: "mail" });
    registry.gatherNow();
    clock.advance(60);
    expect(registry.gatherNow().map(({ name }) => name)).toEqual(["narthex_series_expired_total"]);
  });
});

describe("a series is not idle", () => {
  test("before a scrape has shown its values", async () => {
    using clock = fakeClock();
    const registry = new Registry();
    const jobs = new Counter(options(registry));
    jobs.labels({ queue: "mail" });
    clock.advance(3600);
    expect(await scraped(registry)).toEqual(['jobs_total{queue="mail"} 0']);
    clock.advance(59);
    jobs.inc({ queue: "mail" });
    clock.advance(3600);
    expect(await scraped(registry)).toEqual(['jobs_total{queue="mail"} 1']);
  });

  test("because of scrapes of other metrics", async () => {
    using clock = fakeClock();
    const registry = new Registry();
    const jobs = new Counter(options(registry));
    jobs.inc({ queue: "mail" });
    await scraped(registry);
    jobs.inc({ queue: "mail" });
    clock.advance(60);
    using _ = await registry.gather({ names: new Set(["others"]) });
    clock.advance(60);
    expect(await scraped(registry)).toEqual(['jobs_total{queue="mail"} 2']);
  });

  test("while a gauge is set to the same value, by its labels or by its child", async () => {
    using clock = fakeClock();
    const registry = new Registry();
    const depth = new Gauge(options(registry));
    const updates: Record<string, () => void> = {
      set: () => depth.set({ queue: "set" }, 0),
      add: () => depth.add({ queue: "add" }, 0),
      child: () => depth.labels({ queue: "child" }).set(5),
      "child's inc and dec": () => {
        depth.labels({ queue: "child's inc and dec" }).inc();
        depth.labels({ queue: "child's inc and dec" }).dec();
      },
      NaN: () => depth.set({ queue: "NaN" }, Number.NaN),
      infinite: () => depth.labels({ queue: "infinite" }).set(Number.POSITIVE_INFINITY),
      time: () => depth.labels({ queue: "time" }).setToCurrentTime(),
    };
    depth.set({ queue: "none" }, 1);
    for (let i = 0; i < 4; i++) {
      for (const update of Object.values(updates)) update();
      await scraped(registry);
      clock.advance(30);
    }
    expect(await scraped(registry)).toHaveLength(Object.keys(updates).length);
    clock.advance(60);
    expect(await scraped(registry)).toEqual([]);
  });

  test("while a state set is set to the same state", async () => {
    using clock = fakeClock();
    const registry = new Registry();
    const breaker = new StateSet({ ...options(registry), states: ["closed", "open"] });
    for (let i = 0; i < 4; i++) {
      breaker.set({ queue: "mail" }, "open");
      await scraped(registry);
      clock.advance(30);
    }
    expect(await scraped(registry)).toHaveLength(2);
    clock.advance(30);
    expect(await scraped(registry)).toEqual([]);
    expect(breaker.labels({ queue: "mail" }).get()).toBe("closed");
  });
});

describe("a time to live", () => {
  test.each(["histogram", "native histogram", "summary", "summary with quantiles"])(
    "removes idle series of a %s",
    async (kind) => {
      using clock = fakeClock();
      const registry = new Registry();
      const common = options(registry);
      const jobs = kind.includes("histogram")
        ? new Histogram({ ...common, buckets: [1], native: kind.startsWith("native") })
        : new Summary({ ...common, ...(kind.endsWith("quantiles") && { quantiles: { 0.5: 0.05 } }) });
      for (const queue of ["mail", "print"]) jobs.observe({ queue }, 2);
      await scraped(registry);
      clock.advance(60);
      jobs.observe({ queue: "print" }, 3);
      expect((await scraped(registry)).filter((line) => line.includes("_count"))).toEqual([
        'jobs_count{queue="print"} 2',
      ]);
      expect(jobs.get({ queue: "mail" })).toBeUndefined();
      jobs.observe({ queue: "mail" }, 5);
      expect(jobs.get({ queue: "mail" })).toMatchObject({ count: 1, sum: 5 });
    },
  );

  test("has no effect on a collector without labels", async () => {
    using clock = fakeClock();
    const registry = new Registry();
    const jobs = new Gauge({ name: "jobs", help: "", ttlSeconds: 1, registry });
    jobs.set(3);
    for (let i = 0; i < 3; i++) {
      expect(await scraped(registry)).toEqual(["jobs 3"]);
      clock.advance(100);
    }
  });

  test("that is infinite never passes", async () => {
    using clock = fakeClock();
    const registry = new Registry();
    new Counter({ ...options(registry), ttlSeconds: Number.POSITIVE_INFINITY }).inc({ queue: "mail" });
    await scraped(registry);
    clock.advance(1e9);
    expect(await scraped(registry)).toHaveLength(1);
  });

  test("may pass many times without a change of memory", async () => {
    using clock = fakeClock();
    const registry = new Registry();
    const jobs = new Counter(options(registry));
    for (let round = 0; round < 3; round++) {
      for (let i = 0; i < 1000; i++) jobs.inc({ queue: `${round} ${i}` });
      expect(await scraped(registry)).toHaveLength(1000);
      clock.advance(60);
    }
    expect(await scraped(registry)).toEqual([]);
    using gathered = await registry.gather();
    expect(gathered.map(({ name }) => name)).toEqual(["narthex_series_expired_total"]);
  });
});

describe("the limit of series", () => {
  const limited = (registry: Registry, maxSeries: number) => {
    onError(() => {});
    onTestFinished(() => void onError(undefined));
    return new Counter({ ...options(registry), maxSeries });
  };

  test("gives the place of an expired series to a new one before the next scrape", async () => {
    using clock = fakeClock();
    const registry = new Registry();
    const jobs = limited(registry, 2);
    for (const queue of ["a", "b"]) jobs.inc({ queue });
    await scraped(registry);
    clock.advance(50);
    jobs.inc({ queue: "b" });
    await scraped(registry);
    jobs.inc({ queue: "c" });
    expect(jobs.get({ queue: "__overflow__" })).toBe(1);
    clock.advance(10);
    jobs.inc({ queue: "c" });
    expect([jobs.get({ queue: "a" }), jobs.get({ queue: "b" }), jobs.get({ queue: "c" })]).toEqual([undefined, 2, 1]);
    jobs.inc({ queue: "d" });
    expect(jobs.get({ queue: "__overflow__" })).toBe(2);
  });

  test("gives no place whose values no scrape has shown", async () => {
    using clock = fakeClock();
    const registry = new Registry();
    const jobs = limited(registry, 1);
    jobs.inc({ queue: "a" });
    await scraped(registry);
    jobs.inc({ queue: "a" });
    clock.advance(600);
    jobs.inc({ queue: "b" });
    expect([jobs.get({ queue: "a" }), jobs.get({ queue: "__overflow__" })]).toEqual([2, 1]);
  });

  test("finds the only expired series among many, one call after another", async () => {
    using clock = fakeClock();
    const registry = new Registry();
    const size = 40_000;
    const jobs = limited(registry, size);
    for (let i = 0; i < size; i++) jobs.inc({ queue: i });
    await scraped(registry);
    clock.advance(30);
    for (let i = 0; i < size; i++) if (i !== size / 2) jobs.inc({ queue: i });
    await scraped(registry);
    clock.advance(30);
    let overflows = 0;
    for (; jobs.get({ queue: "new" }) === undefined; overflows++) jobs.inc({ queue: "new" });
    expect(overflows).toBeLessThanOrEqual(4);
    jobs.inc({ queue: "newer" });
    expect(jobs.get({ queue: "newer" })).toBeUndefined();
  });

  test("keeps the overflow series, whose updates have no other place", async () => {
    using clock = fakeClock();
    const registry = new Registry();
    const jobs = limited(registry, 1);
    for (const queue of ["a", "b"]) jobs.inc({ queue });
    await scraped(registry);
    clock.advance(60);
    expect(await scraped(registry)).toEqual(['jobs_total{queue="__overflow__"} 1']);
    jobs.inc({ queue: "b" });
    expect(await scraped(registry)).toHaveLength(2);
  });
});

describe("a clock", () => {
  test("that is set back restarts the time to live", async () => {
    const registry = new Registry();
    const jobs = new Counter(options(registry));
    jobs.inc({ queue: "mail" });
    {
      using later = fakeClock();
      later.advance(1_000_000);
      await scraped(registry);
    }
    using clock = fakeClock();
    for (let i = 0; i < 2; i++) {
      expect(await scraped(registry)).toHaveLength(1);
      clock.advance(59);
    }
    clock.advance(1);
    expect(await scraped(registry)).toEqual([]);
  });

  test("that stands still or returns NaN expires nothing", async () => {
    using clock = fakeClock();
    const registry = new Registry();
    const jobs = new Counter(options(registry));
    jobs.inc({ queue: "mail" });
    for (let i = 0; i < 3; i++) expect(await scraped(registry)).toHaveLength(1);
    const { monotonic } = clock;
    clock.monotonic = () => Number.NaN;
    for (let i = 0; i < 3; i++) expect(await scraped(registry)).toHaveLength(1);
    clock.monotonic = monotonic;
    clock.advance(60);
    expect(await scraped(registry)).toHaveLength(1);
    clock.advance(60);
    expect(await scraped(registry)).toEqual([]);
  });
});

describe("the option ttlSeconds", () => {
  test.each([
    [0, RangeError, "jobs: ttlSeconds must be a number above 0, but was 0."],
    [Number.NaN, RangeError, "jobs: ttlSeconds must be a number above 0, but was NaN."],
    ["60", TypeError, 'jobs: ttlSeconds must be a number above 0, but was "60".'],
  ])("must be a number above 0, not %j", (ttlSeconds, type, message) => {
    const make = () => new Gauge({ ...options(new Registry()), ttlSeconds: ttlSeconds as number });
    expect(make).toThrow(withCode("NARTHEX_INVALID_OPTION", new type(message)));
  });

  test("cannot be combined with a function that collects the values", () => {
    expect(() => new Gauge({ ...options(new Registry()), collect: () => [] })).toThrow(
      withCode(
        "NARTHEX_CONFLICTING_OPTIONS",
        new TypeError(
          "jobs: ttlSeconds must not be set together with collect, whose values are never idle, but was 60.",
        ),
      ),
    );
  });

  test("may be part of a spec", async () => {
    using clock = fakeClock();
    const registry = new Registry();
    const { registry: _, ...common } = options(registry);
    registry.getOrCreate(counter(common)).labels({ queue: "mail" });
    expect(await scraped(registry)).toHaveLength(1);
    clock.advance(60);
    expect(await scraped(registry)).toEqual([]);
  });

  test("is a setting that two uses of a collector must agree on", () => {
    const registry = new Registry();
    new Counter(options(registry));
    expect(() => new Counter({ ...options(registry), ttlSeconds: 30, reuse: true })).toThrow(
      "with ttlSeconds 60, not 30",
    );
  });
});
