import { describe, expect, test } from "vitest";
import { exponentialBuckets, exponentialBucketsRange, linearBuckets } from "../../src/index.js";

describe("bucket generators", () => {
  test("linearBuckets steps by a width, without the rounding errors of binary fractions", () => {
    expect(linearBuckets(0, 0.1, 4)).toEqual([0, 0.1, 0.2, 0.3]);
  });

  test("exponentialBuckets multiplies by a factor", () => {
    expect(exponentialBuckets(0.1, 2, 4)).toEqual([0.1, 0.2, 0.4, 0.8]);
  });

  test("exponentialBucketsRange goes from the least to the greatest bound", () => {
    expect(exponentialBucketsRange(1, 100, 3)).toEqual([1, 10, 100]);
    expect(exponentialBucketsRange(0.3, 7, 9).at(-1)).toBe(7);
  });

  test.each([
    [() => linearBuckets(0, 0, 3), "linearBuckets: width must be a finite number above 0, but was 0."],
    [() => linearBuckets(Number.NaN, 1, 3), "linearBuckets: start must be a finite number, but was NaN."],
    [() => linearBuckets(0, 1, 0), "linearBuckets: count must be an integer from 1 to 10000, but was 0."],
    [() => exponentialBuckets(0, 2, 3), "exponentialBuckets: start must be a finite number above 0, but was 0."],
    [() => exponentialBuckets(1, 1, 3), "exponentialBuckets: factor must be a finite number above 1, but was 1."],
    [
      () => exponentialBucketsRange(1, 1, 3),
      "exponentialBucketsRange: max must be a finite number above 1, but was 1.",
    ],
    [
      () => exponentialBucketsRange(1, 2, 1),
      "exponentialBucketsRange: count must be an integer from 2 to 10000, but was 1.",
    ],
  ])("refuses arguments out of range: %s", (generate, message) => {
    expect(generate).toThrow(new RangeError(message));
  });
});
