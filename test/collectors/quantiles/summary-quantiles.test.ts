import { describe, expect, test } from "vitest";
import { Registry, renderText, Summary, setClock } from "../../../src/index.js";

function stopwatch() {
  const clock = { seconds: 0, now: () => clock.seconds * 1000, monotonic: () => clock.seconds * 1000 };
  return clock;
}

describe("a summary with quantiles", () => {
  const options = { name: "s", help: "", quantiles: { 0.5: 0.01, 0.99: 0.001 }, registry: null };

  test("estimates its quantiles", () => {
    const summary = new Summary(options);
    for (let i = 1; i <= 1000; i++) summary.observe(i);
    const [half, most] = summary.get()?.quantiles ?? [];
    expect(half?.value).toBeGreaterThanOrEqual(490);
    expect(half?.value).toBeLessThanOrEqual(510);
    expect(most?.value).toBeGreaterThanOrEqual(989);
    expect(most?.value).toBeLessThanOrEqual(991);
  });

  test("resets its quantiles, but not count and sum, after the window", () => {
    const clock = stopwatch();
    using _ = setClock(clock);
    const summary = new Summary({ ...options, maxAgeSeconds: 60, ageBuckets: 3 });
    summary.observe(5);
    clock.seconds += 59;
    expect(summary.get()?.quantiles.map(({ value }) => value)).toEqual([5, 5]);
    clock.seconds += 20;
    expect(summary.get()).toEqual({
      count: 1,
      sum: 5,
      quantiles: [
        { quantile: 0.5, value: Number.NaN },
        { quantile: 0.99, value: Number.NaN },
      ],
    });
  });

  test("exposes NaN as its quantiles before the first observation", async () => {
    const registry = new Registry();
    new Summary({ ...options, registry });
    expect(await renderText(registry)).toBe(
      '# TYPE s summary\ns{quantile="0.5"} NaN\ns{quantile="0.99"} NaN\ns_sum 0\ns_count 0\n',
    );
  });

  test("has a separate window for each series", () => {
    const summary = new Summary({ ...options, labelNames: ["x"] });
    summary.observe({ x: 1 }, 1);
    summary.labels({ x: 2 }).observe(9);
    expect(summary.get({ x: 1 })?.quantiles[0]?.value).toBe(1);
    expect(summary.get({ x: 2 })?.quantiles[0]?.value).toBe(9);
  });

  test("rejects a quantile out of range", () => {
    expect(() => new Summary({ ...options, quantiles: { 2: 0.1 } })).toThrow(
      's: quantiles must be between 0 and 1, but was "2".',
    );
  });
});
