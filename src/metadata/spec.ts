import type { LabelSchema } from "../model/labels.js";
import type {
  CounterOptions,
  CounterSpec,
  GaugeSpec,
  HistogramSpec,
  HistogramSpecOptions,
  InfoSpec,
  InfoSpecOptions,
  SpecOptions,
  StateSetSpec,
  StateSetSpecOptions,
  SummarySpec,
  SummarySpecOptions,
} from "../model/specs.js";
import { checkedSpec } from "./definition.js";

/**
 * Declares a counter: a total that only increases.
 *
 * @param options - name, help, labels and suffix
 * @returns a frozen spec
 * @throws {TypeError | RangeError} if an option is invalid
 * @example
 * ```ts
 * const failures = counter({ name: "checkout_failures_total", help: "Checkouts that threw." });
 * ```
 */
export function counter<const L extends LabelSchema = readonly []>(options: CounterOptions<L>): CounterSpec<L> {
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
export function histogram<const L extends LabelSchema = readonly []>(
  options: HistogramSpecOptions<L>,
): HistogramSpec<L> {
  return checkedSpec("histogram", options);
}

/**
 * Declares a summary: the count and sum of observations, and optionally their quantiles.
 *
 * @param options - name, help, labels and quantiles
 * @returns a frozen spec
 * @throws {TypeError | RangeError} if an option is invalid
 */
export function summary<const L extends LabelSchema = readonly []>(options: SummarySpecOptions<L>): SummarySpec<L> {
  return checkedSpec("summary", options);
}

/**
 * Declares an info: facts that do not change while a process runs, such as a version.
 *
 * @param options - name, help and the names of the facts
 * @returns a frozen spec
 * @throws {TypeError | RangeError} if an option is invalid
 * @example
 * ```ts
 * const build = info({ name: "shop_build_info", help: "The running build.", labelNames: ["version"] });
 * defaultRegistry.getOrCreate(build).set({ version: "1.4.2" });
 * ```
 */
export function info<const L extends LabelSchema = readonly []>(options: InfoSpecOptions<L>): InfoSpec<L> {
  return checkedSpec("info", options);
}

/**
 * Declares a state set: one current state out of several.
 *
 * @param options - name, help, states and labels
 * @returns a frozen spec
 * @throws {TypeError | RangeError} if an option is invalid
 * @example
 * ```ts
 * const breaker = stateSet({ name: "breaker_state", help: "State of the breaker.", states: ["closed", "open"] });
 * defaultRegistry.getOrCreate(breaker).set("open");
 * ```
 */
export function stateSet<const S extends string, const L extends LabelSchema = readonly []>(
  options: StateSetSpecOptions<L, S>,
): StateSetSpec<L, S> {
  return checkedSpec("stateset", options);
}
