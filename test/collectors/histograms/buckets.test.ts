import { describe, expect, test } from "vitest";
import { exponentialBuckets, exponentialBucketsRange, linearBuckets } from "../../../src/index.js";
import { withCode } from "../../../src/model/errors/coded-error.js";

describe("a bucket generator:", () => {
  test("linearBuckets adds a width, without the rounding errors of binary fractions", () => {
    expect(linearBuckets(0, 0.1, 4)).toEqual([0, 0.1, 0.2, 0.3]);
  });

  test("exponentialBuckets multiplies by a factor", () => {
    expect(exponentialBuckets(0.1, 2, 4)).toEqual([0.1, 0.2, 0.4, 0.8]);
  });

  test("exponentialBucketsRange returns bounds from a minimum to a maximum", () => {
    expect(exponentialBucketsRange(1, 100, 3)).toEqual([1, 10, 100]);
    expect(exponentialBucketsRange(0.3, 7, 9).at(-1)).toBe(7);
    expect(exponentialBucketsRange(1, 1000, 2)).toEqual([1, 1000]);
    expect(exponentialBucketsRange(0.7, 0.9, 2)).toEqual([0.7, 0.9]);
    expect(exponentialBucketsRange(2, 8, 3)).toEqual([2, 4, 8]);
    expect(exponentialBucketsRange(0.1, 1 / 3, 3).at(-1)).toBe(1 / 3);
  });

  test("each can return from 1 to 10,000 bounds", () => {
    expect(linearBuckets(-5, 2, 1)).toEqual([-5]);
    expect(exponentialBuckets(3, 2, 1)).toEqual([3]);
    expect(linearBuckets(1, 1, 10_000).at(-1)).toBe(10_000);
  });

  test("exponentialBuckets can return bounds up to the largest number", () => {
    expect(exponentialBuckets(1, 2, 1024).at(-1)).toBe(Number((2 ** 1023).toPrecision(14)));
    expect(() => exponentialBuckets(1, 2, 1025)).toThrow(
      withCode(
        "NARTHEX_INVALID_ARGUMENT",
        new RangeError(
          "exponentialBuckets: 1025 bounds from 1 by a factor of 2 exceed the largest number. Use fewer bounds or a smaller factor.",
        ),
      ),
    );
  });

  test.each([
    [() => linearBuckets(0, 0, 3), "linearBuckets: width must be a finite number above 0, but was 0."],
    [
      () => linearBuckets(0, Number.POSITIVE_INFINITY, 3),
      "linearBuckets: width must be a finite number above 0, but was Infinity.",
    ],
    [() => linearBuckets(0, "1" as never, 3), 'linearBuckets: width must be a finite number above 0, but was "1".'],
    [() => linearBuckets(0, 1, 1.5), "linearBuckets: count must be an integer from 1 to 10000, but was 1.5."],
    [() => linearBuckets(0, 1, 10_001), "linearBuckets: count must be an integer from 1 to 10000, but was 10001."],
    [() => exponentialBuckets(1, 2, 0), "exponentialBuckets: count must be an integer from 1 to 10000, but was 0."],
    [
      () => exponentialBucketsRange(0, 2, 3),
      "exponentialBucketsRange: min must be a finite number above 0, but was 0.",
    ],
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
  ])("each rejects arguments out of range: %s", (generate, message) => {
    expect(generate).toThrow(withCode("NARTHEX_INVALID_ARGUMENT", new RangeError(message)));
  });
});
