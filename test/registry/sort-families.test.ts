import fc from "fast-check";
import { expect, test } from "vitest";
import type { MetricFamily } from "../../src/index.js";
import { sortedByName } from "../../src/registry/gathering/sort-families.js";

function named(name: string): MetricFamily {
  return { name, help: "", type: "gauge", metrics: [] };
}

/** Runs the sort to its end. Returns the names, the number of pauses and the most names that were read between two. */
function sorted(names: readonly string[]) {
  let reads = 0;
  const families = names.map((name) =>
    Object.defineProperty(named(""), "name", {
      get: () => {
        reads++;
        return name;
      },
    }),
  );
  const steps = sortedByName(families);
  let [pauses, mostReads] = [0, 0];
  for (; ; pauses++) {
    reads = 0;
    const step = steps.next();
    mostReads = Math.max(mostReads, reads);
    if (step.done) return { names: step.value.map(({ name }) => name), pauses, mostReads };
  }
}

/** Distinct names whose order is not that of their numbers. */
function shuffled(count: number): string[] {
  return Array.from({ length: count }, (_, i) => `family_${(i * 7919) % 10_007}`);
}

test.each([0, 1, 2, 255, 256, 257, 511, 512, 513, 768, 1_025, 2_000])("%d families are sorted by name", (count) => {
  const names = shuffled(count);
  expect(sorted(names).names).toEqual([...names].sort());
});

test("families in any order are sorted by name", () => {
  const names = fc.uniqueArray(fc.integer(), { maxLength: 1_500, size: "max" }).map((numbers) => numbers.map(String));
  fc.assert(
    fc.property(names, (given) => {
      expect(sorted(given).names).toEqual([...given].sort());
    }),
    { numRuns: 10 },
  );
});

test("the sort pauses after about 256 families, when it presorts and when it merges", () => {
  // In this order, each comparison reads two names, and few are compared more than once.
  const { mostReads, pauses } = sorted(shuffled(4_096).sort());
  expect(mostReads).toBeLessThanOrEqual(2 * 256);
  // One pass presorts the 16 runs, and four merge them.
  expect(pauses).toBeLessThanOrEqual(5 * 16);
});

test("the sort does not change the list that it is given", () => {
  const families = ["b", "a"].map(named);
  const steps = sortedByName(families);
  while (!steps.next().done);
  expect(families.map(({ name }) => name)).toEqual(["b", "a"]);
});
