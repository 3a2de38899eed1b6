import { describe, expect, test } from "vitest";
import { activeClock, secondsSince } from "../../src/globals/clock.js";
import { setClock } from "../../src/index.js";

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
