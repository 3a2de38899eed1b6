import fc from "fast-check";
import { expect, test } from "vitest";
import { timeoutSignal } from "../../src/platform/abort.js";
import { delayOf, MAX_TIMER_SECONDS } from "../../src/platform/timers.js";

const seconds = fc.double({ min: 0, max: MAX_TIMER_SECONDS, noNaN: true });

test("a delay is a whole number of milliseconds, within half a millisecond, and at least 1", () => {
  fc.assert(
    fc.property(seconds, (time) => {
      const delay = delayOf(time);
      expect(Number.isInteger(delay)).toBe(true);
      expect(delay).toBeGreaterThanOrEqual(1);
      expect(Math.abs(delay - Math.max(1, time * 1000))).toBeLessThanOrEqual(0.5);
    }),
  );
});

test("a delay of whole milliseconds is exact", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: MAX_TIMER_SECONDS * 1000 }), (ms) => {
      expect(delayOf(ms / 1000)).toBe(ms);
    }),
  );
});

test("every number of seconds is a timeout that Node.js accepts", () => {
  fc.assert(
    fc.property(seconds, (time) => {
      expect(timeoutSignal(time).aborted).toBe(false);
    }),
  );
});
