import { createHistogram } from "node:perf_hooks";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { SlidingWindow } from "../../src/collectors/quantiles/sliding-window.js";
import { Gauge, Histogram, type RunningTimer, Summary, setClock, timed } from "../../src/index.js";
import { windowsOf } from "../../src/runtime/nodejs/event-loop-delay.js";
import { eventLoopLag } from "../../src/runtime/nodejs/event-loop-lag.js";
import { fakeClock } from "../../src/testing/index.js";

/** A clock that shows what it is set to, in milliseconds. */
function adjustableClock(): { at: number } & Disposable {
  const time = { at: 5_000 };
  const installed = setClock({ monotonic: () => time.at, now: () => time.at });
  return Object.assign(time, { [Symbol.dispose]: () => installed[Symbol.dispose]() });
}

const options = { name: "job_duration_seconds", help: "Time of a job.", registry: null };
const kinds = {
  histogram: () => new Histogram(options),
  summary: () => new Summary(options),
  gauge: () => new Gauge(options),
};
type Timed = Histogram | Summary | Gauge;
const shownSeconds = (collector: Timed): number | undefined => {
  const value = collector.get();
  return typeof value === "object" ? value.sum : value;
};

describe("a clock that is set back during a measurement", () => {
  let clock: ReturnType<typeof adjustableClock>;
  beforeEach(() => {
    clock = adjustableClock();
  });
  afterEach(() => clock[Symbol.dispose]());

  describe.each(Object.entries(kinds))("with a %s", (_, make) => {
    test("makes startTimer record 0", () => {
      const collector: Timed = make();
      const stop: RunningTimer = collector.startTimer();
      clock.at = 1_000;
      expect([stop(), shownSeconds(collector)]).toEqual([0, 0]);
    });

    test("makes time record 0, for a value and for a promise", async () => {
      const collector: Timed = make();
      collector.time(() => {
        clock.at -= 1_000;
      });
      await collector.time(async () => {
        clock.at -= 1_000;
      });
      expect(shownSeconds(collector)).toBe(0);
    });

    test("makes a timed function record 0, and passes 0 seconds to its labels function", () => {
      const collector: Timed = make();
      timed(collector, () => {
        clock.at -= 1_000;
      })();
      const told: number[] = [];
      const labelled = new Histogram({ ...options, labelNames: ["seconds"] });
      const run = () => {
        clock.at -= 1_000;
      };
      timed(labelled, run, {
        labels: ({ seconds }) => {
          told.push(seconds);
          return { seconds };
        },
      })();
      expect([shownSeconds(collector), told, labelled.get({ seconds: 0 })?.sum]).toEqual([0, [0], 0]);
    });
  });

  test("never decreases a sum", () => {
    const summary = new Summary(options);
    summary.observe(3);
    const stop = summary.startTimer();
    clock.at = 0;
    stop();
    expect(summary.get()).toMatchObject({ count: 2, sum: 3 });
  });

  test("shows an event-loop lag of 0", async () => {
    const lag = eventLoopLag.open().read();
    await undefined;
    await undefined;
    clock.at = 0;
    expect(await lag).toEqual({ nodejs_eventloop_lag_seconds: 0 });
  });

  test("closes the window of the event-loop delay", () => {
    const histogram = createHistogram();
    const read = windowsOf(histogram);
    histogram.record(10e6);
    read();
    histogram.record(500e6);
    clock.at = 0;
    expect(read()["nodejs_eventloop_lag_max_seconds"]).toBeCloseTo(0.5, 2);
  });

  test("continues a window of quantiles from the new time", () => {
    const window = new SlidingWindow([{ quantile: 0.5, error: 0.01 }], 600, 5, 1e9);
    window.observe(7, 1e9);
    expect(window.read(50)).toEqual([{ quantile: 0.5, value: 7 }]);
    expect(window.read(650)).toEqual([{ quantile: 0.5, value: Number.NaN }]);
  });
});

test("a timer that runs while a fake clock is installed records 0", () => {
  const summary = new Summary(options);
  const stop = summary.startTimer();
  using _ = fakeClock();
  expect(stop()).toBe(0);
});

test("a timer records 0 if the clock returns no number", () => {
  const summary = new Summary(options);
  using _ = setClock({ monotonic: () => Number.NaN, now: () => 0 });
  expect(summary.startTimer()()).toBe(0);
});
