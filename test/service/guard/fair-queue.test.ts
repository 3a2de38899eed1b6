import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { FairQueue } from "../../../src/service/guard/fair-queue.js";

/** Takes all entries. */
function all<T>(queue: FairQueue<T>): T[] {
  const taken: T[] = [];
  for (let entry = queue.take(); entry !== undefined; entry = queue.take()) taken.push(entry);
  return taken;
}

describe("a fair queue", () => {
  test("lets origins take turns", () => {
    const queue = new FairQueue<string>(10);
    for (const entry of ["a1", "a2", "a3", "b1", "c1", "c2"]) expect(queue.add(entry.charAt(0), entry)).toBeUndefined();
    expect(all(queue)).toEqual(["a1", "b1", "c1", "a2", "c2", "a3"]);
  });

  test("drops the newest entry of the longest line when it is full", () => {
    const queue = new FairQueue<string>(3);
    for (const entry of ["a1", "a2", "a3"]) queue.add("a", entry);
    expect(queue.add("a", "a4")).toBe("a4");
    expect(queue.add("b", "b1")).toBe("a3");
    // No line would become shorter than another by it.
    expect(queue.add("b", "b2")).toBe("b2");
    expect(all(queue)).toEqual(["a1", "b1", "a2"]);
  });

  test("never holds more than its capacity, and loses no entry that it did not return", () => {
    const command = fc.option(fc.constantFrom("a", "b", "c", "d"));
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5 }), fc.array(command, { maxLength: 60 }), (capacity, commands) => {
        const queue = new FairQueue<number>(capacity);
        const held = new Set<number>();
        for (const [n, origin] of commands.entries()) {
          if (origin === null) {
            const taken = queue.take();
            expect(taken === undefined ? held.size === 0 : held.delete(taken)).toBe(true);
          } else {
            held.add(n);
            const dropped = queue.add(origin, n);
            if (dropped !== undefined) expect(held.delete(dropped)).toBe(true);
          }
          expect(held.size).toBeLessThanOrEqual(capacity);
        }
        expect(new Set(all(queue))).toEqual(held);
      }),
    );
  });

  test("serves an origin with one entry after at most one entry of each other", () => {
    const origins = fc.array(fc.constantFrom("a", "b", "c"), { maxLength: 20 });
    fc.assert(
      fc.property(origins, (flood) => {
        const queue = new FairQueue<string>(100);
        for (const origin of flood) queue.add(origin, origin);
        queue.add("late", "late");
        expect(all(queue).indexOf("late")).toBe(new Set(flood).size);
      }),
    );
  });
});
