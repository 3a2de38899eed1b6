import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { halvedIndex, NativeSchema, schemaOf } from "../../../src/collectors/histograms/native-schema.js";

const schemas = Array.from({ length: 13 }, (_, i) => i - 4);
const anySchema = fc.constantFrom(...schemas);
const positive = fc.double({ min: 0, minExcluded: true, noNaN: true });
const subnormal = fc.double({ min: Number.MIN_VALUE, max: 2 ** -1022, noNaN: true });

/** The next greater number. */
function above(value: number): number {
  const bits = new BigInt64Array(new Float64Array([value]).buffer);
  bits[0] = (bits[0] as bigint) + 1n;
  return new Float64Array(bits.buffer)[0] as number;
}

describe("bucket bounds", () => {
  // prometheus/client_golang, prometheus/histogram_test.go, TestGetLe.
  test.each([
    [-1, -1, 0.25],
    [0, -1, 1],
    [1, -1, 4],
    [512, -1, Number.MAX_VALUE],
    [513, -1, Number.POSITIVE_INFINITY],
    [-1, 0, 0.5],
    [0, 0, 1],
    [1, 0, 2],
    [1024, 0, Number.MAX_VALUE],
    [1025, 0, Number.POSITIVE_INFINITY],
    [-1, 2, 0.8408964152537144],
    [0, 2, 1],
    [1, 2, 1.189207115002721],
    [4096, 2, Number.MAX_VALUE],
    [4097, 2, Number.POSITIVE_INFINITY],
  ])("of bucket %d in schema %d end at %d", (index, schema, bound) => {
    expect(NativeSchema.of(schema).upperBound(index)).toBe(bound);
  });

  // prometheus/client_golang, prometheus/histogram.go, nativeHistogramBounds: schema 3, and the last of schema 8.
  test.each([
    [
      3,
      -8,
      [
        0.5, 0.5452538663326288, 0.5946035575013605, 0.6484197773255048, 0.7071067811865475, 0.7711054127039704,
        0.8408964152537144, 0.9170040432046711,
      ],
    ],
    [8, -8, [0.9785720620876999, 0.9812252401044634, 0.9838856116165875, 0.9865531961276168, 0.9892280131939752]],
  ])("in schema %d are those of Prometheus to the last bit", (schema, first, bounds) => {
    expect(bounds.map((_, i) => NativeSchema.of(schema).upperBound(first + i))).toEqual(bounds);
  });

  test("differ by at most five units in the last place from the exact powers of two", () => {
    for (let i = 0; i < 256; i++) {
      const units = BigInt(NativeSchema.of(8).upperBound(i) * 2 ** 52);
      const power = 2n ** BigInt(52 * 256 + i);
      expect((units - 5n) ** 256n < power && power < (units + 5n) ** 256n).toBe(true);
    }
  });
});

describe("the bucket of a value", () => {
  test("is the bucket that ends at the value, and the next one for the next greater value", () => {
    fc.assert(
      fc.property(anySchema, fc.double({ min: -1021, max: 1023, noNaN: true }), (schema, exponent) => {
        const bounds = NativeSchema.of(schema);
        const index = Math.trunc(exponent * 2 ** schema) + 0;
        expect(bounds.indexOf(bounds.upperBound(index))).toBe(index);
        expect(bounds.indexOf(above(bounds.upperBound(index)))).toBe(index + 1);
      }),
    );
  });

  test("is the bucket whose bounds enclose the value", () => {
    fc.assert(
      fc.property(anySchema, fc.oneof(positive, subnormal), (schema, value) => {
        const bounds = NativeSchema.of(schema);
        const index = bounds.indexOf(value);
        expect(bounds.upperBound(index)).toBeGreaterThanOrEqual(value);
        expect(bounds.upperBound(index - 1)).toBeLessThan(value);
      }),
    );
  });

  test("of a subnormal value is the bucket of the value in the normal range, shifted by the powers of two", () => {
    fc.assert(
      fc.property(anySchema, subnormal, (schema, value) => {
        const bounds = NativeSchema.of(schema);
        expect(bounds.indexOf(value)).toBe(bounds.indexOf(value * 2 ** 128) - 128 * 2 ** schema);
      }),
    );
  });

  test.each(schemas)("in schema %d is the overflow bucket only for Infinity", (schema) => {
    const bounds = NativeSchema.of(schema);
    const last = bounds.indexOf(Number.MAX_VALUE);
    expect(last).toBe(1024 * 2 ** schema);
    expect(bounds.upperBound(last)).toBe(Number.MAX_VALUE);
    expect(bounds.indexOf(Number.POSITIVE_INFINITY)).toBe(last + 1);
    expect(bounds.upperBound(last + 1)).toBe(Number.POSITIVE_INFINITY);
  });

  test("has half the distance from 1 in the next coarser schema", () => {
    fc.assert(
      fc.property(fc.integer({ min: -3, max: 8 }), positive, (schema, value) => {
        expect(halvedIndex(NativeSchema.of(schema).indexOf(value))).toBe(NativeSchema.of(schema - 1).indexOf(value));
      }),
    );
  });
});

describe("the schema for the growth factor", () => {
  // The table of the native histograms specification, and client_golang's TestNativeHistogram (17).
  test.each([
    [65536, -4],
    [256, -3],
    [17, -2],
    [16, -2],
    [4, -1],
    [2, 0],
    [1.5, 1],
    [1.2, 2],
    [1.1, 3],
    [1.05, 4],
    [1.03, 5],
    [1.02, 6],
    [1.01, 7],
    [1.005, 8],
  ])("of %d is %d", (factor, schema) => {
    expect(schemaOf(factor)).toBe(schema);
  });

  test("is the coarsest for larger factors, and the finest for smaller ones", () => {
    expect(schemaOf(1e6)).toBe(-4);
    expect(schemaOf(1.0001)).toBe(8);
  });
});
