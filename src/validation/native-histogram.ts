import type { NativeOptions } from "../model/specs.js";
import { inspectValue, throwInvalidOption } from "./errors.js";

/**
 * Stands for a zero threshold of 0: servers tell an empty native histogram by its threshold, which must be above 0 then. A
 * bound of every resolution, and less than anything that is measured.
 */
const leastZeroThreshold = 2 ** -1072;

/**
 * The options with their defaults filled in.
 *
 * @internal
 */
export type CompleteNativeOptions = { readonly [O in keyof NativeOptions]-?: NonNullable<NativeOptions[O]> };

const isBelowInfinity = (value: number): boolean => value < Number.POSITIVE_INFINITY;

const rules: { readonly [O in keyof NativeOptions]-?: readonly [rule: string, holds: (value: number) => boolean] } = {
  growthFactor: ["must be a finite number above 1", (value) => value > 1 && isBelowInfinity(value)],
  zeroThreshold: ["must be a finite number of at least 0", (value) => value >= 0 && isBelowInfinity(value)],
  maxZeroThreshold: ["must be a finite number of at least 0", (value) => value >= 0 && isBelowInfinity(value)],
  maxBuckets: [
    "must be a whole number of at least 0, where 0 and Infinity mean no limit",
    (value) => value >= 0 && (Number.isInteger(value) || value === Number.POSITIVE_INFINITY),
  ],
  minResetSeconds: ["must be at least 0, where 0 and Infinity mean no resets", (value) => value >= 0],
};

/**
 * Checks the `native` option of a histogram and fills in the defaults.
 *
 * @returns `undefined` when the histogram has no native buckets
 * @throws TypeError or RangeError that names the metric, what was given, and the rule
 * @internal
 */
export function checkNativeHistogram(metric: string, native: unknown): CompleteNativeOptions | undefined {
  if (native === undefined || native === false) return undefined;
  const options = native === true ? {} : native;
  if (typeof options !== "object" || options === null || Array.isArray(options)) {
    throwInvalidOption(metric, "native", native, "must be true, false or an object of options", "other");
  }
  for (const [option, value] of Object.entries(options as object)) {
    if (!Object.hasOwn(rules, option)) {
      throw new TypeError(
        `${metric}: unknown option native.${option}; native takes ${Object.keys(rules).join(", ")}, but was ${inspectValue(native)}.`,
      );
    }
    const [rule, holds] = rules[option as keyof NativeOptions];
    if (value !== undefined && !(typeof value === "number" && holds(value)))
      throwInvalidOption(metric, `native.${option}`, value, rule, "number");
  }
  const given = options as NativeOptions;
  return {
    growthFactor: given.growthFactor ?? 1.1,
    zeroThreshold: Math.max(given.zeroThreshold ?? 2 ** -128, leastZeroThreshold),
    maxZeroThreshold: given.maxZeroThreshold ?? 0,
    maxBuckets: (given.maxBuckets ?? 160) || Number.POSITIVE_INFINITY,
    minResetSeconds: (given.minResetSeconds ?? 3600) || Number.POSITIVE_INFINITY,
  };
}
