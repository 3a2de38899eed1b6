// biome-ignore-all lint/suspicious/noExplicitAny: methods of all signatures
import type { InstrumentationKind } from "../../metadata/declaration.js";
import type { CollectorFor, LabelsOf } from "./collector.js";
import type { InstrumentationDecorator } from "./instrumentation-decorator.js";
import type { LabelsOption, OmittedOptions, WithoutLabels } from "./labels-option.js";
import type { DecoratorOptions, LabelledCall, SharedOptions } from "./options.js";

/**
 * The signatures of {@link Timer}, {@link InProgress}, {@link CountExceptions} and {@link CountCalls}.
 *
 * @typeParam D - What the decorator measures.
 */
export interface DecoratorFactory<D extends InstrumentationKind> {
  /**
   * Measures calls in the shared family of the decorator:
   *
   * - `@Timer`: the histogram `method_duration_seconds{class,method}`
   * - `@InProgress`: the gauge `methods_in_progress{class,method}`
   * - `@CountExceptions`: the counter `method_exceptions_total{class,method,exception}`
   * - `@CountCalls`: the counter `method_calls_total{class,method}`
   *
   * @param options - Options of the decorator, and the value of the label `class`.
   * @returns A decorator for a method or a class.
   * @throws {TypeError} if an option is unknown or not of its type
   * @throws {RangeError} if an option has an unknown value
   */
  <A extends readonly any[] = any, R = any, This = any>(
    options?: SharedOptions<DecoratorOptions<A, R, This>[D]>,
  ): InstrumentationDecorator<A, R, This>;
  /**
   * Measures calls with a collector that has no labels. `@Timer` records the duration of each call in seconds, `@InProgress`
   * the number of calls that have not ended, `@CountExceptions` the number of calls that failed, and `@CountCalls` the number of
   * all calls.
   *
   * @param collector - The spec of the collector, or a live collector.
   * @returns A decorator for a method or a class.
   * @throws {TypeError} if the collector is not of a kind that the decorator accepts, or has labels
   */
  <C extends CollectorFor<D>>(collector: WithoutLabels<C>): InstrumentationDecorator;
  /**
   * Measures calls with a collector and options, of which `labels` selects the series. `@Timer` records the duration of each
   * call in seconds, `@InProgress` the number of calls that have not ended, `@CountExceptions` the number of calls that failed,
   * and `@CountCalls` the number of all calls.
   *
   * @param collector - The spec of the collector, or a live collector.
   * @param options - Options of the decorator. `labels` is required if the collector has labels.
   * @returns A decorator for a method or a class.
   * @throws {TypeError} if the collector is not of a kind that the decorator accepts, if `labels` does not set exactly the labels
   * of the collector, or if an option is unknown or not of its type
   * @throws {RangeError} if an option has an unknown value
   */
  <C extends CollectorFor<D>, const V extends LabelsOf<C>, A extends readonly any[] = any, R = any, This = any>(
    collector: C,
    options: (DecoratorOptions<A, R, This>[D] & LabelsOption<C, V, LabelledCall<D, A, R, This>>) | OmittedOptions<C>,
  ): InstrumentationDecorator<A, R, This>;
}
