import { expect, test } from "vitest";
import { activeClock as seam, systemClock } from "../../src/globals/clock.js";
import { Gauge, Histogram } from "../../src/index.js";
import { fakeClock } from "../../src/testing/fake-clock.js";

test("a fake clock stands still until it is advanced", () => {
  using clock = fakeClock(1_700_000_000);
  expect([clock.now(), clock.monotonic()]).toEqual([1_700_000_000_000, 0]);
  clock.advance(1.5);
  clock.advance(0);
  expect([clock.now(), clock.monotonic()]).toEqual([1_700_000_001_500, 1500]);
});

test("a fake clock is the package's clock until it is disposed", () => {
  {
    using clock = fakeClock();
    expect(seam.current).toBe(clock);
  }
  expect(seam.current).toBe(systemClock);
});

test("timers use the fake clock", () => {
  using clock = fakeClock();
  const seconds = new Histogram({ name: "job_seconds", help: "Time.", registry: null });
  const stop = seconds.startTimer();
  clock.advance(1.5);
  expect(stop()).toBe(1.5);
  expect(seconds.get()).toMatchObject({ count: 1, sum: 1.5 });
});

test("setToCurrentTime uses the fake clock", () => {
  using clock = fakeClock(1_700_000_000);
  const last = new Gauge({ name: "last_success_timestamp_seconds", help: "When.", registry: null });
  clock.advance(5);
  last.setToCurrentTime();
  expect(last.get()).toBe(1_700_000_005);
});

test.each([-1, Number.NaN, Number.POSITIVE_INFINITY])("a fake clock does not advance by %s", (seconds) => {
  using clock = fakeClock();
  expect(() => clock.advance(seconds)).toThrow(RangeError);
});

test("a fake clock rejects a start at NaN and is not installed", () => {
  expect(() => fakeClock(Number.NaN)).toThrow(RangeError);
  expect(seam.current).toBe(systemClock);
});
