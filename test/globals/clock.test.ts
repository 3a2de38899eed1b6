import { describe, expect, test } from "vitest";
import { activeClock, secondsSince } from "../../src/globals/clock.js";
import { Counter, Registry, renderText, setClock } from "../../src/index.js";

test.each([undefined, null, {}, { monotonic: () => 0 }, { now: () => 0 }])(
  "setClock rejects %o, which is no clock",
  (clock) => {
    expect(() => setClock(clock as never)).toThrow(
      "setClock: the clock must be an object with the functions monotonic and now, which return milliseconds.",
    );
  },
);

describe("the seconds since a reading of the clock", () => {
  test.each([
    [1500, 1.5],
    [0, 0],
    [-1, 0],
    [Number.NaN, 0],
  ])("are, %d milliseconds later, %d", (milliseconds, seconds) => {
    const time = { at: 1000 };
    using _ = setClock({ monotonic: () => time.at, now: () => 0 });
    const start = activeClock.current.monotonic();
    time.at += milliseconds;
    expect(secondsSince(start)).toBe(seconds);
  });
});

test.each([Number.NaN, Number.POSITIVE_INFINITY, -7])("a series starts at 0 if the clock returns %d", async (now) => {
  using _ = setClock({ now: () => now, monotonic: () => 0 });
  const registry = new Registry();
  new Counter({ name: "jobs_total", help: "", registry });
  const text = await renderText(registry, { format: "openmetrics-1.0.0", createdSamples: true });
  expect(text).toContain("jobs_created 0\n");
});
