import { createHistogram, performance, type RecordableHistogram } from "node:perf_hooks";
import { afterEach, describe, expect, test, vi } from "vitest";
import { setClock } from "../../src/globals/clock.js";
import { eventLoopDelay, windowsOf } from "../../src/runtime/nodejs/event-loop-delay.js";
import { eventLoopLag } from "../../src/runtime/nodejs/event-loop-lag.js";
import { families, numberIn } from "./readings.js";

let clock: Disposable | undefined;
afterEach(() => {
  clock?.[Symbol.dispose]();
  clock = undefined;
  vi.restoreAllMocks();
});

/** Installs a clock that shows `at`, in milliseconds. */
function manualClock(): { at: number } {
  const time = { at: 0 };
  clock = setClock({ monotonic: () => time.at, now: () => time.at });
  return time;
}

function recordMs(histogram: RecordableHistogram, ...delays: number[]): void {
  for (const delay of delays) histogram.record(delay * 1e6);
}

describe("the event-loop delay", () => {
  test("is omitted until something is recorded", () => {
    expect(windowsOf(createHistogram())()).toEqual({});
  });

  test("is the distribution of the recorded delays, in seconds", () => {
    const histogram = createHistogram();
    recordMs(histogram, ...Array<number>(89).fill(10), ...Array<number>(10).fill(20), 300);
    const shown = windowsOf(histogram)();
    const value = (name: string) => Number(shown[`nodejs_eventloop_lag_${name}_seconds`]);
    // The platform's histogram keeps three digits.
    expect(value("min")).toBeCloseTo(0.01, 4);
    expect(value("p50")).toBeCloseTo(0.01, 4);
    expect(value("p90")).toBeCloseTo(0.02, 4);
    expect(value("p99")).toBeCloseTo(0.02, 4);
    expect(value("max")).toBeCloseTo(0.3, 3);
    expect(value("mean")).toBeCloseTo(0.0139, 4);
    expect(value("stddev")).toBeCloseTo(0.0289, 3);
  });

  test("is the same for two scrapes within five seconds", () => {
    const time = manualClock();
    const histogram = createHistogram();
    const read = windowsOf(histogram);
    recordMs(histogram, 10);
    const first = read();
    recordMs(histogram, 500);
    time.at = 4_999;
    expect(read()).toEqual(first);
  });

  test("starts a new window after five seconds, without the delays of the previous one", () => {
    const time = manualClock();
    const histogram = createHistogram();
    const read = windowsOf(histogram);
    recordMs(histogram, 10, 500);
    read();
    recordMs(histogram, 10);
    time.at = 5_000;
    expect(read()["nodejs_eventloop_lag_max_seconds"]).toBeCloseTo(0.01, 4);
  });

  test("is read from the platform's histogram", async () => {
    const reader = eventLoopDelay.open();
    await expect.poll(() => reader.read()).toHaveProperty("nodejs_eventloop_lag_p99_seconds");
    reader.close?.();
  });
});

describe("the event loop", () => {
  test("has a lag of one turn, excluding the work of the scrape before it", async () => {
    const time = manualClock();
    setImmediate(() => {
      time.at += 7;
    });
    const lag = eventLoopLag.open().read();
    time.at += 100;
    expect(await lag).toEqual({ nodejs_eventloop_lag_seconds: 0.007 });
  });

  test("counts its active and its idle seconds", async () => {
    vi.spyOn(performance, "eventLoopUtilization").mockReturnValue({ active: 1_500, idle: 2_500, utilization: 0.375 });
    const found = await families();
    expect(numberIn(found.get("nodejs_eventloop_active_seconds_total"))).toBe(1.5);
    expect(numberIn(found.get("nodejs_eventloop_idle_seconds_total"))).toBe(2.5);
  });
});
