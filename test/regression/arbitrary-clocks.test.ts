import fc from "fast-check";
import { expect, test } from "vitest";
import { SlidingWindow } from "../../src/collectors/quantiles/sliding-window.js";
import { Counter, Gauge, Histogram, Registry, renderText, Summary, setClock, timed } from "../../src/index.js";

/** Readings of a clock that jumps in both directions, stands still, or returns no number. */
const reading = fc.oneof(
  fc.integer({ min: -1e12, max: 4e12 }),
  fc.constantFrom(0, 5_000, Number.NaN),
  fc.double({ min: 0, max: 1e7, noNaN: true }),
);
const readings = fc.array(reading, { minLength: 1, maxLength: 20 });

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
