import type { LabelSchema } from "../model/labels.js";
import type {
  CollectorSpec,
  CounterSpec,
  GaugeSpec,
  HistogramOptions,
  HistogramSpec,
  SpecOptions,
  SummaryOptions,
  SummarySpec,
} from "../model/specs.js";
import { checkSpec } from "../validation/spec.js";

/**
 * Declares a counter: something that only grows.
 *
 * @param options - name, help and labels
 * @throws TypeError or RangeError that names the metric and the rule, when an option is not lawful
 * @example
 * ```ts
 * const failures = counter({ name: "checkout_failures_total", help: "Checkouts that threw." });
 * ```
 */
export function counter<const L extends LabelSchema = readonly []>(options: SpecOptions<L>): CounterSpec<L> {
  return declare("counter", options);
}

/**
 * Declares a gauge: something that goes up and down.
 *
 * @param options - name, help and labels
 * @throws TypeError or RangeError that names the metric and the rule, when an option is not lawful
 */
export function gauge<const L extends LabelSchema = readonly []>(options: SpecOptions<L>): GaugeSpec<L> {
  return declare("gauge", options);
}

/**
 * Declares a histogram: observations counted in buckets.
 *
 * @param options - name, help, labels and buckets
 * @throws TypeError or RangeError that names the metric and the rule, when an option is not lawful
 */
export function histogram<const L extends LabelSchema = readonly []>(options: HistogramOptions<L>): HistogramSpec<L> {
  return declare("histogram", options);
}

/**
 * Declares a summary: observations as a count and a sum, with quantiles if asked for.
 *
 * @param options - name, help, labels and quantiles
 * @throws TypeError or RangeError that names the metric and the rule, when an option is not lawful
 */
export function summary<const L extends LabelSchema = readonly []>(options: SummaryOptions<L>): SummarySpec<L> {
  return declare("summary", options);
}

function declare<K extends CollectorSpec["kind"], O extends object>(kind: K, options: O): O & { readonly kind: K } {
  checkSpec(kind, options);
  return Object.freeze({ ...options, kind });
}
