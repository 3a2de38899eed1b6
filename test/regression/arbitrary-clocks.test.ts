import fc from "fast-check";
import { expect, test } from "vitest";
import { SlidingWindow } from "../../src/collectors/quantiles/sliding-window.js";
import { activeExemplarSource } from "../../src/globals/exemplar-source.js";
import {
  Counter,
  Gauge,
  Histogram,
  type Labels,
  Registry,
  renderText,
  Summary,
  setClock,
  timed,
} from "../../src/index.js";
import type { PushResponse } from "../../src/push/delivery/request.js";
import { toFailure } from "../../src/push/delivery/retry.js";
import { fakeClock } from "../../src/testing/index.js";

/** Readings of a clock that jumps in both directions, stands still, or returns no number. */
const reading = fc.oneof(
  fc.integer({ min: -1e12, max: 4e12 }),
  fc.constantFrom(0, 5_000, Number.NaN),
  fc.double({ min: 0, max: 1e7, noNaN: true }),
);
const readings = fc.array(reading, { minLength: 1, maxLength: 20 });

/** Installs a source of exemplars that allows a new one at each update. */
function sourceOf(labels: Labels): Disposable {
  activeExemplarSource.current = { labels: () => labels, minRetentionSeconds: 0 };
  return {
    [Symbol.dispose]: () => {
      activeExemplarSource.current = undefined;
    },
  };
}

/** Installs a clock that returns the readings in turn, again and again. */
function clockOf(times: readonly number[]): Disposable {
  let next = 0;
  const read = () => times[next++ % times.length] as number;
  return setClock({ monotonic: read, now: read });
}

test("no duration is negative or lacks a number, in startTimer, time and decorated functions", () => {
  fc.assert(
    fc.property(readings, (times) => {
      using _ = clockOf(times);
      const options = { name: "job_seconds", help: "", registry: null };
      const [histogram, summary, gauge] = [new Histogram(options), new Summary(options), new Gauge(options)];
      for (const collector of [histogram, summary, gauge]) {
        expect(collector.startTimer()()).toBeGreaterThanOrEqual(0);
        collector.time(() => {});
        timed(collector, () => {})();
      }
      expect(histogram.get()?.count).toBe(3);
      expect(histogram.get()?.sum).toBeGreaterThanOrEqual(0);
      expect(summary.get()?.sum).toBeGreaterThanOrEqual(0);
      expect(gauge.get()).toBeGreaterThanOrEqual(0);
    }),
  );
});

test("every observation within the window counts, wherever the clock of a window of quantiles jumps", () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: 0, max: 1e10, noNaN: true }), { minLength: 1, maxLength: 20 }), (times) => {
      const window = new SlidingWindow([{ quantile: 0.5, error: 0.01 }], 600, 5, times[0] as number);
      for (const now of times) {
        window.observe(7, now);
        expect(window.read(now)).toEqual([{ quantile: 0.5, value: 7 }]);
      }
    }),
  );
});

test("no time is NaN or before 1970, in setToCurrentTime and in exemplars of a source", () => {
  fc.assert(
    fc.property(readings, (times) => {
      using _ = clockOf(times);
      const gauge = new Gauge({ name: "last_run", help: "", registry: null });
      const counter = new Counter({ name: "jobs_total", help: "", registry: null });
      const native = new Histogram({ name: "lag", help: "", native: true, buckets: [1], registry: null });
      using _source = sourceOf({ trace_id: "a" });
      for (const value of times.keys()) {
        gauge.setToCurrentTime();
        expect(gauge.get()).toBeGreaterThanOrEqual(0);
        counter.inc(value);
        native.observe(value);
      }
      const shown = native.get();
      const exemplars = [
        ...(shown?.buckets ?? []).map(({ exemplar }) => exemplar),
        ...(shown?.native?.exemplars ?? []),
      ];
      for (const exemplar of exemplars) if (exemplar) expect(exemplar.timestamp).toBeGreaterThanOrEqual(0);
      expect(exemplars.some((exemplar) => exemplar !== undefined)).toBe(true);
      expect(shown?.native?.exemplars.length).toBeLessThanOrEqual(10);
    }),
  );
});

test("a series that expires resumes from its value when its child is updated, whatever the clock returns", async () => {
  await fc.assert(
    fc.asyncProperty(readings, async (times) => {
      using _ = clockOf(times);
      const registry = new Registry();
      const counter = new Counter({ name: "jobs_total", help: "", labelNames: ["x"], ttlSeconds: 60, registry });
      const child = counter.labels({ x: 1 });
      for (let total = 1; total <= times.length; total++) {
        child.inc();
        expect(await renderText(registry)).toContain(`jobs_total{x="1"} ${total}\n`);
        await renderText(registry);
      }
    }),
  );
});

test("an idle series expires after the time to live, when the clock counts again after any readings", async () => {
  await fc.assert(
    fc.asyncProperty(readings, async (times) => {
      const registry = new Registry();
      const counter = new Counter({ name: "jobs_total", help: "", labelNames: ["x"], ttlSeconds: 60, registry });
      counter.inc({ x: 1 });
      {
        using _ = clockOf(times);
        for (const _ of times) await renderText(registry);
        counter.inc({ x: 2 });
      }
      using clock = fakeClock();
      await renderText(registry);
      await renderText(registry);
      expect(await renderText(registry)).toContain('jobs_total{x="2"} 1');
      clock.advance(61);
      expect(await renderText(registry)).not.toContain("\njobs_total{");
    }),
  );
});

test("a window of quantiles forgets its observations, when the clock counts again after any readings", () => {
  fc.assert(
    fc.property(readings, (times) => {
      const window = new SlidingWindow([{ quantile: 0.5, error: 0.01 }], 600, 5, times[0] as number);
      for (const now of times) {
        window.observe(7, now);
        window.read(now);
      }
      window.read(1e12);
      window.observe(8, 1e12);
      expect(window.read(1e12)[0]?.value).toBeGreaterThanOrEqual(7);
      expect(window.read(1e12 + 601)).toEqual([{ quantile: 0.5, value: Number.NaN }]);
    }),
  );
});

test("the pause before a retry is a number of seconds up to the maximum, whatever the clock returns", () => {
  const subject = { method: "PUT", url: "http://gateway" };
  fc.assert(
    fc.property(readings, (times) => {
      using _ = clockOf(times);
      const retryAfter = "Mon, 30 Nov 2026 12:00:00 GMT";
      const { retryAfterSeconds = 0 } = toFailure({ status: 503, reason: "", retryAfter } as PushResponse, subject);
      expect(retryAfterSeconds).toBeGreaterThanOrEqual(0);
    }),
  );
});

test("a scrape shows all series, whatever the clock returns", async () => {
  await fc.assert(
    fc.asyncProperty(readings, async (times) => {
      using _ = clockOf(times);
      const registry = new Registry();
      new Counter({ name: "jobs_total", help: "", registry }).inc(1, { exemplar: { trace_id: "a" } });
      new Summary({ name: "size", help: "", quantiles: { 0.5: 0.01 }, registry }).observe(2);
      const native = new Histogram({ name: "lag", help: "", native: { minResetSeconds: 1 }, buckets: [1], registry });
      native.observe(3, { exemplar: { trace_id: "b" } });
      for (const format of ["text-1.0.0", "openmetrics-1.0.0"] as const) {
        const text = await renderText(registry, { format, createdSamples: true });
        expect(text).toMatch(/^jobs_total 1(\.0)?( #.*)?$/m);
        expect(text).toMatch(/^size_sum 2(\.0)?$/m);
        expect(text).toMatch(/^lag_count 1$/m);
      }
    }),
  );
});
