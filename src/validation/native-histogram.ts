import type { NativeOptions } from "../model/specs.js";
import { throwInvalidOption } from "./errors.js";
import { checkOptions, type OptionRule, type OptionRules } from "./options.js";

/**
 * The zero threshold that replaces 0. Prometheus recognizes an empty native histogram by a zero threshold above 0. This
 * value is a bucket bound at every resolution and is smaller than any observation in practice.
 */
const MIN_ZERO_THRESHOLD = 2 ** -1072;

/**
 * Native histogram options with their defaults filled in.
 *
 * @internal
 */
export type CompleteNativeOptions = { readonly [O in keyof NativeOptions]-?: NonNullable<NativeOptions[O]> };

const zeroThreshold: OptionRule = {
  rule: "must be a finite number of at least 0",
  type: "number",
  holds: (value: number) => value >= 0 && value < Number.POSITIVE_INFINITY,
};

const rules: OptionRules<keyof NativeOptions> = {
  growthFactor: {
    rule: "must be a finite number above 1",
    type: "number",
    holds: (value: number) => value > 1 && value < Number.POSITIVE_INFINITY,
  },
  zeroThreshold,
  maxZeroThreshold: zeroThreshold,
  maxBuckets: {
    rule: "must be a whole number of at least 0, where 0 and Infinity mean no limit",
    type: "number",
    holds: (value: number) => value >= 0 && (Number.isInteger(value) || value === Number.POSITIVE_INFINITY),
  },
  minResetSeconds: {
    rule: "must be at least 0, where 0 and Infinity mean no resets",
    type: "number",
    holds: (value: number) => value >= 0,
  },
};

/**
 * Checks the `native` option of a histogram and fills in the defaults.
 *
 * @returns the complete options, or `undefined` if the histogram has no native buckets
 * @throws {TypeError | RangeError} if the option is invalid
 * @internal
 */
export function checkNativeHistogram(metric: string, native: unknown): CompleteNativeOptions | undefined {
  if (native === undefined || native === false) return undefined;
  const options = native === true ? {} : native;
  if (typeof options !== "object" || options === null || Array.isArray(options))
    throwInvalidOption(metric, "native", native, "must be true, false or an object of options", "other");
  checkOptions(metric, options, rules, "native");
  const given: NativeOptions = options;
  return {
    growthFactor: given.growthFactor ?? 1.1,
    zeroThreshold: Math.max(given.zeroThreshold ?? 2 ** -128, MIN_ZERO_THRESHOLD),
    maxZeroThreshold: given.maxZeroThreshold ?? 0,
    maxBuckets: (given.maxBuckets ?? 160) || Number.POSITIVE_INFINITY,
    minResetSeconds: (given.minResetSeconds ?? 3600) || Number.POSITIVE_INFINITY,
  };
}
