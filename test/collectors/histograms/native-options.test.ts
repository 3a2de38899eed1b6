import { describe, expect, test } from "vitest";
import { checkNativeHistogram } from "../../../src/validation/native-histogram.js";

describe("the native option", () => {
  test.each([[undefined], [false]])("%s means no native buckets", (native) => {
    expect(checkNativeHistogram("m", native)).toBeUndefined();
  });

  test("has the defaults of the specification", () => {
    expect(checkNativeHistogram("m", true)).toEqual({
      growthFactor: 1.1,
      zeroThreshold: 2 ** -128,
      maxZeroThreshold: 0,
      maxBuckets: 160,
      minResetSeconds: 3600,
    });
  });

  test("has a zero threshold above 0, without which servers do not recognize an empty native histogram", () => {
    expect(checkNativeHistogram("m", { zeroThreshold: 0 })).toMatchObject({ zeroThreshold: 2 ** -1072 });
  });

  test.each([
    [{ growthFactor: 1 }, RangeError, "m: native.growthFactor must be a finite number above 1, but was 1."],
    [{ growthFactor: "2" }, TypeError, 'm: native.growthFactor must be a finite number above 1, but was "2".'],
    [{ zeroThreshold: -1 }, RangeError, "m: native.zeroThreshold must be a finite number of at least 0, but was -1."],
    [
      { maxZeroThreshold: Number.POSITIVE_INFINITY },
      RangeError,
      "m: native.maxZeroThreshold must be a finite number of at least 0",
    ],
    [{ maxBuckets: 1.5 }, RangeError, "m: native.maxBuckets must be a whole number of at least 0"],
    [{ minResetSeconds: Number.NaN }, RangeError, "m: native.minResetSeconds must be at least 0"],
    [
      { buckets: 3 },
      TypeError,
      'm: unknown option "native.buckets". The options are native.growthFactor, native.zeroThreshold',
    ],
    [3, TypeError, "m: native must be true, false or an object of options, but was 3."],
    [[], TypeError, "m: native must be true, false or an object of options, but was []."],
  ])("rejects %j", (native, type, message) => {
    expect(() => checkNativeHistogram("m", native)).toThrow(type);
    expect(() => checkNativeHistogram("m", native)).toThrow(message);
  });
});
