import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ExemplarReservoir, octaveOf } from "../../../src/collectors/exemplars/exemplar-reservoir.js";

/** A reservoir with exemplars of these values, each a second younger than the one before. */
function filled(...values: readonly number[]): ExemplarReservoir {
  const reservoir = new ExemplarReservoir();
  values.forEach((value, i) => {
    reservoir.add({ labels: {}, value, timestamp: i + 1 });
  });
  return reservoir;
}

const valuesOf = (reservoir: ExemplarReservoir) => reservoir.all.map(({ value }) => value);
const powers = (...exponents: readonly number[]) => exponents.map((exponent) => 2 ** exponent);

describe("the octave of a value", () => {
  test("is that of its power of two, and another for each power and sign", () => {
    const exponents = [-1074, -1, 0, 1, 2, 10, 1023];
    const octaves = exponents.flatMap((exponent) => [octaveOf(2 ** exponent), octaveOf(-(2 ** exponent))]);
    expect(new Set([...octaves, octaveOf(0)]).size).toBe(2 * exponents.length + 1);
    expect(octaveOf(1.99)).toBe(octaveOf(1));
    expect(octaveOf(3.99)).toBe(octaveOf(2));
    expect(octaveOf(2) - octaveOf(1)).toBe(1);
    expect(octaveOf(-0)).toBe(octaveOf(0));
  });

  test("never decreases from one value to a greater one", () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true }), fc.double({ noNaN: true }), (a, b) => {
        expect(octaveOf(Math.min(a, b))).toBeLessThanOrEqual(octaveOf(Math.max(a, b)));
      }),
    );
  });

  test("of an infinite value is that of the largest number", () => {
    expect(octaveOf(Number.POSITIVE_INFINITY)).toBe(octaveOf(Number.MAX_VALUE));
    expect(octaveOf(Number.NEGATIVE_INFINITY)).toBe(octaveOf(-Number.MAX_VALUE));
  });
});

describe("a reservoir of exemplars", () => {
  test("accepts a value in whose octave no exemplar is newer", () => {
    const reservoir = filled(1, 4);
    expect(reservoir.accepts(1.5, 0)).toBe(false);
    expect(reservoir.accepts(1.5, 1)).toBe(true);
    expect(reservoir.accepts(4.5, 1)).toBe(false);
    expect(reservoir.accepts(2, 0)).toBe(true);
    expect(reservoir.accepts(-1, 0)).toBe(true);
    expect(new ExemplarReservoir().accepts(1, 0)).toBe(true);
  });

  test("keeps ten exemplars by increasing value", () => {
    const values = powers(5, 1, 3, 9, 0, 2, 8, 4, 7, 6);
    expect(valuesOf(filled(...values))).toEqual(powers(0, 1, 2, 3, 4, 5, 6, 7, 8, 9));
  });

  test("evicts the older of the two whose values are closest, counted in powers of two", () => {
    const older = filled(...powers(0, 2, 4, 6, 8, 10, 12, 14, 16), 1.5, 2 ** 18);
    expect(valuesOf(older)).toEqual([1.5, ...powers(2, 4, 6, 8, 10, 12, 14, 16, 18)]);
    const younger = filled(1.5, ...powers(0, 2, 4, 6, 8, 10, 12, 14, 16, 18));
    expect(valuesOf(younger)).toEqual(powers(0, 2, 4, 6, 8, 10, 12, 14, 16, 18));
  });

  test("evicts the exemplar that it is given when that is one of the closest and the older", () => {
    const reservoir = filled(...powers(0, 2, 4, 6, 8, 10, 12, 14, 16, 18));
    reservoir.add({ labels: {}, value: 2 ** 17.9, timestamp: 0.5 });
    expect(valuesOf(reservoir)).toEqual(powers(0, 2, 4, 6, 8, 10, 12, 14, 16, 18));
  });

  test("evicts the exemplar of the lower value from two equally old ones", () => {
    const reservoir = filled(...powers(0, 2, 4, 6, 8, 10, 12, 14, 16, 18));
    reservoir.add({ labels: {}, value: 2 ** 4.5, timestamp: 3 });
    expect(valuesOf(reservoir)).toEqual([...powers(0, 2), 2 ** 4.5, ...powers(6, 8, 10, 12, 14, 16, 18)]);
  });

  test("evicts the oldest first once it is older than five minutes", () => {
    for (const [seconds, evicted] of [
      [299, 4],
      [300, 4],
      [301, 2],
    ] as const) {
      const reservoir = filled(...powers(2, 0, 4, 6, 8, 10, 12, 14, 16, 18));
      reservoir.add({ labels: {}, value: 2 ** 4.5, timestamp: 1 + seconds });
      const kept = powers(0, 2, 4, 6, 8, 10, 12, 14, 16, 18).filter((value) => value !== 2 ** evicted);
      expect(valuesOf(reservoir)).toEqual([...kept, 2 ** 4.5].sort((a, b) => a - b));
    }
  });

  test("treats negative values like positive ones", () => {
    const reservoir = filled(...powers(0, 2, 4, 6, 8, 10, 12, 14, 16, 18).map((value) => -value));
    reservoir.add({ labels: {}, value: -(2 ** 4.5), timestamp: 20 });
    const kept = [...powers(0, 2, 6, 8, 10, 12, 14, 16, 18), 2 ** 4.5];
    expect(valuesOf(reservoir)).toEqual(kept.map((value) => -value).sort((a, b) => a - b));
  });
});
