import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  formatBound,
  formatTimestampMillis,
  formatTimestampSeconds,
  formatValue,
} from "../../../src/exposition/bytes/number.js";

/** Any finite double, half of them of everyday magnitude. */
const finite = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.double({ min: -2e6, max: 2e6, noNaN: true }),
  fc.integer({ min: -20, max: 20 }).map((exponent) => 10 ** exponent),
);

describe("formatValue", () => {
  test.each([
    [0, "0"],
    [-0, "-0"],
    [1, "1"],
    [-17, "-17"],
    [0.1, "0.1"],
    [2 ** 53, "9007199254740992"],
    [1e21, "1e+21"],
    [1e-7, "1e-7"],
    [1e-320, "1e-320"],
    [Number.MAX_VALUE, "1.7976931348623157e+308"],
    [Number.NaN, "NaN"],
    [Number.POSITIVE_INFINITY, "+Inf"],
    [Number.NEGATIVE_INFINITY, "-Inf"],
  ])("writes %d as %s", (value, expected) => {
    expect(formatValue(value)).toBe(expected);
  });

  test("formats every double so that it parses to the same double", () => {
    fc.assert(fc.property(finite, (value) => Object.is(Number(formatValue(value)), value)));
  });

  test("returns only numbers of OpenMetrics", () => {
    fc.assert(fc.property(finite, (value) => /^-?\d+(\.\d+)?(e[+-]\d+)?$/.test(formatValue(value))));
  });

  test("writes integers below 1e21 without a point", () => {
    fc.assert(fc.property(fc.maxSafeInteger(), (value) => /^-?\d+$/.test(formatValue(value))));
  });
});

describe("formatBound", () => {
  test.each([
    [0, "0.0"],
    [-0, "0.0"],
    [0.001, "0.001"],
    [0.0001, "0.0001"],
    [0.00001, "1e-05"],
    [0.000025, "2.5e-05"],
    [1e-10, "1e-10"],
    [1e-100, "1e-100"],
    [0.5, "0.5"],
    [1, "1.0"],
    [-1, "-1.0"],
    [10, "10.0"],
    [100000, "100000.0"],
    [999999, "999999.0"],
    [999999.5, "999999.5"],
    [1e6, "1e+06"],
    [-1e6, "-1e+06"],
    [1048576, "1.048576e+06"],
    [123456789, "1.23456789e+08"],
    [1e10, "1e+10"],
    [1e21, "1e+21"],
    [5e-324, "5e-324"],
    [Number.POSITIVE_INFINITY, "+Inf"],
    [Number.NEGATIVE_INFINITY, "-Inf"],
    [Number.NaN, "NaN"],
  ])("writes %d as %s", (bound, expected) => {
    expect(formatBound(bound)).toBe(expected);
  });

  test("follows Go's rule for the shortest form", () => {
    fc.assert(
      fc.property(finite, (bound) => {
        expect(formatBound(bound)).toBe(referenceBound(bound));
      }),
    );
  });

  test("follows the rule on both sides of the magnitudes at which the form changes", () => {
    for (const edge of [1e-4, 1e6]) {
      for (const bound of [edge * (1 - 2 ** -53), edge, edge * (1 + 2 ** -52)]) {
        expect(formatBound(bound)).toBe(referenceBound(bound));
      }
    }
  });

  test("formats every bound so that it parses to the same bound", () => {
    fc.assert(fc.property(finite, (bound) => Number(formatBound(bound)) === bound));
  });
});

describe("formatTimestampMillis", () => {
  test.each([
    [0, "0"],
    [1.5, "1500"],
    [1.005, "1005"],
    [1_700_000_000.123, "1700000000123"],
    [0.0004, "0"],
    [-1.25, "-1250"],
    [8.64e12, "8640000000000000"],
  ])("writes %d s as %s ms", (seconds, expected) => {
    expect(formatTimestampMillis(seconds)).toBe(expected);
  });

  test("returns the milliseconds of every date up to the year 9999", () => {
    fc.assert(
      fc.property(fc.date({ noInvalidDate: true, min: new Date(0), max: new Date("9999-12-31") }), (date) => {
        expect(formatTimestampMillis(date.getTime() / 1000)).toBe(String(date.getTime()));
      }),
    );
  });
});

describe("formatTimestampSeconds", () => {
  test.each([
    [0, "0"],
    [1_700_000_000, "1700000000"],
    [1_700_000_000.123, "1700000000.123"],
    [-1.5, "-1.5"],
    [5e-7, "0.000000500"],
    [8.64e12, "8640000000000"],
  ])("writes %d s as %s", (seconds, expected) => {
    expect(formatTimestampSeconds(seconds)).toBe(expected);
  });

  test("writes no exponent and loses less than a nanosecond", () => {
    const seconds = fc.oneof(
      fc.double({ min: -8.64e12, max: 8.64e12, noNaN: true }),
      fc.double({ min: -1, max: 1, noNaN: true }),
    );
    fc.assert(
      fc.property(seconds, (value) => {
        const text = formatTimestampSeconds(value);
        expect(text).toMatch(/^-?\d+(\.\d+)?$/);
        expect(Math.abs(Number(text) - value)).toBeLessThan(1e-9);
      }),
    );
  });
});

/** Go's 'g' format with the shortest digits, built from the digits and the decimal exponent, and a `.0` where no point is. */
function referenceBound(bound: number): string {
  if (bound === 0) return "0.0";
  const [, sign = "", lead = "", rest = "", power] = /^(-?)(\d)\.?(\d*)e([+-]\d+)$/.exec(bound.toExponential()) ?? [];
  const exponent = Number(power);
  const digits = lead + rest;
  if (exponent < -4 || exponent >= 6) {
    const mantissa = rest === "" ? lead : `${lead}.${rest}`;
    return `${sign}${mantissa}e${exponent < 0 ? "-" : "+"}${String(Math.abs(exponent)).padStart(2, "0")}`;
  }
  if (exponent < 0) return `${sign}0.${"0".repeat(-exponent - 1)}${digits}`;
  return `${sign}${digits.slice(0, exponent + 1).padEnd(exponent + 1, "0")}.${digits.slice(exponent + 1) || "0"}`;
}
