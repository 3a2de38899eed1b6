import type { LabelSchema } from "../model/labels.js";
import type {
  CounterSpec,
  GaugeSpec,
  HistogramOptions,
  HistogramSpec,
  SpecOptions,
  SummaryOptions,
  SummarySpec,
} from "../model/specs.js";
import { checkedSpec } from "./definition.js";

/**
 * Declares a counter: a total that only increases.
 *
 * @param options - name, help and labels
 * @returns a frozen spec
 * @throws {TypeError | RangeError} if an option is invalid
 * @example
 * ```ts
 * const failures = counter({ name: "checkout_failures_total", help: "Checkouts that threw." });
 * ```
 */
export function counter<const L extends LabelSchema = readonly []>(options: SpecOptions<L>): CounterSpec<L> {
  return checkedSpec("counter", options);
}

/**
 * Declares a gauge: a value that can go up and down.
 *
 * @param options - name, help and labels
 * @returns a frozen spec
 * @throws {TypeError | RangeError} if an option is invalid
 */
export function gauge<const L extends LabelSchema = readonly []>(options: SpecOptions<L>): GaugeSpec<L> {
  return checkedSpec("gauge", options);
}

/**
 * Declares a histogram: observations counted in buckets.
 *
 * @param options - name, help, labels and buckets
 * @returns a frozen spec
 * @throws {TypeError | RangeError} if an option is invalid
 */
export function histogram<const L extends LabelSchema = readonly []>(options: HistogramOptions<L>): HistogramSpec<L> {
  return checkedSpec("histogram", options);
}

/**
 * Declares a summary: the count and sum of observations, and optionally their quantiles.
 *
 * @param options - name, help, labels and quantiles
 * @returns a frozen spec
 * @throws {TypeError | RangeError} if an option is invalid
 */
export function summary<const L extends LabelSchema = readonly []>(options: SummaryOptions<L>): SummarySpec<L> {
  return checkedSpec("summary", options);
}
