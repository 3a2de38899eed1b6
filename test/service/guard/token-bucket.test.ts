import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { setClock } from "../../../src/globals/clock.js";
import { TokenBucket } from "../../../src/service/guard/token-bucket.js";

let now = 0;
let clock: Disposable;
beforeEach(() => {
  now = 5000;
  clock = setClock({ monotonic: () => now, now: () => 0 });
});
afterEach(() => clock[Symbol.dispose]());

describe("a token bucket", () => {
  test("is full at first, and refills at its rate", () => {
    const bucket = new TokenBucket({ intervalSeconds: 2, burst: 3 });
    expect([0, 1, 2, 3].map(() => bucket.take())).toEqual([0, 0, 0, 2]);
    now += 500;
    expect(bucket.take()).toBe(1.5);
    now += 1500;
    expect([bucket.take(), bucket.take()]).toEqual([0, 2]);
  });

  test("never holds more than its burst", () => {
    const bucket = new TokenBucket({ intervalSeconds: 1, burst: 2 });
    now += 1_000_000;
    expect([0, 1, 2].map(() => bucket.take())).toEqual([0, 0, 1]);
  });

  test("gives no token for a clock that is set back", () => {
    const bucket = new TokenBucket({ intervalSeconds: 1, burst: 1 });
    bucket.take();
    now -= 4000;
    expect(bucket.take()).toBe(1);
    now += 1000;
    expect(bucket.take()).toBe(0);
  });

  test("admits at most the burst and one request for each interval, in any time", () => {
    const waits = fc.array(fc.nat(3000), { maxLength: 100 });
    fc.assert(
      fc.property(waits, fc.integer({ min: 1, max: 5 }), (waits, burst) => {
        const start = now;
        const bucket = new TokenBucket({ intervalSeconds: 1, burst });
        let admitted = 0;
        for (const wait of waits) {
          now += wait;
          if (bucket.take() === 0) admitted++;
          expect(admitted).toBeLessThanOrEqual(burst + (now - start) / 1000 + 1e-6);
        }
      }),
    );
  });

  test("has a token after the time that it named", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 5000 }),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        (intervalMs, part) => {
          const bucket = new TokenBucket({ intervalSeconds: intervalMs / 1000, burst: 1 });
          bucket.take();
          now += Math.floor(intervalMs * part);
          const seconds = bucket.take();
          expect(seconds).toBeGreaterThan(0);
          now += Math.ceil(seconds) * 1000;
          expect(bucket.take()).toBe(0);
        },
      ),
    );
  });
});
