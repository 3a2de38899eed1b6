// biome-ignore-all lint/suspicious/noExplicitAny: methods of all signatures
import type { InstrumentationKind } from "../../metadata/declaration.js";
import type { CollectorFor, LabelsOf } from "./collector.js";
import type { InstrumentationDecorator } from "./instrumentation-decorator.js";
import type { LabelsOption, OmittedOptions, WithoutLabels } from "./labels-option.js";
import type {
  CallOptions,
  CountExceptionsOptions,
  DecoratorOptions,
  LabelledCall,
  SettledOptions,
  SharedOptions,
} from "./options.js";

/**
 * The signatures with a collector, which all decorators share: {@link Timer}, {@link InProgress}, {@link
 * CountExceptions} and {@link CountCalls}.
 *
 * @typeParam D - What the decorator measures.
 */
export interface DecoratorFactory<D extends InstrumentationKind> {
  /**
   * Measures calls with the given collector, which has no labels, instead of the shared family.
   *
   * @param collector - The spec of the collector, or a live collector.
   * @returns A decorator for a method or a class.
   * @throws {TypeError} if the collector is not of a kind that the decorator accepts, or has labels
   */
  <C extends CollectorFor<D>>(collector: WithoutLabels<C>): InstrumentationDecorator;
  /**
   * Measures calls with the given collector, instead of the shared family. The option `labels` selects the series of a
   * call.
   *
   * @param collector - The spec of the collector, or a live collector.
   * @param options - Options of the decorator. `labels` is required if the collector has labels.
   * @returns A decorator for a method or a class.
   * @throws {TypeError} if the collector is not of a kind that the decorator accepts, if `labels` does not set exactly
   * the labels of the collector, or if an option is unknown or not of its type
   * @throws {RangeError} if an option has an unknown value
   */
  <C extends CollectorFor<D>, const V extends LabelsOf<C>, A extends readonly any[] = any, R = any, This = any>(
    collector: C,
    options: (DecoratorOptions<A, R, This>[D] & LabelsOption<C, V, LabelledCall<D, A, R, This>>) | OmittedOptions<C>,
  ): InstrumentationDecorator<A, R, This>;
}

/** The signatures of {@link Timer}. */
export interface TimerFactory extends DecoratorFactory<"timer"> {
  /**
   * Measures how long calls take, in the shared histogram `method_duration_seconds{class,method}`.
   *
   * @param options - Options of the decorator, and the value of the label `class`.
   * @returns A decorator for a method or a class.
   * @throws {TypeError} if an option is unknown or not of its type
   * @throws {RangeError} if an option has an unknown value
   */
  <A extends readonly any[] = any, R = any, This = any>(
    options?: SharedOptions<SettledOptions<A, R, This>>,
  ): InstrumentationDecorator<A, R, This>;
}

/** The signatures of {@link InProgress}. */
export interface InProgressFactory extends DecoratorFactory<"inProgress"> {
  /**
   * Counts the calls that are in progress, in the shared gauge `methods_in_progress{class,method}`.
   *
   * @param options - Options of the decorator, and the value of the label `class`.
   * @returns A decorator for a method or a class.
   * @throws {TypeError} if an option is unknown or not of its type
   * @throws {RangeError} if an option has an unknown value
   */
  <A extends readonly any[] = any, R = any, This = any>(
    options?: SharedOptions<CallOptions<A, This>>,
  ): InstrumentationDecorator<A, R, This>;
}

/** The signatures of {@link CountExceptions}. */
export interface CountExceptionsFactory extends DecoratorFactory<"countExceptions"> {
  /**
   * Counts the calls that fail, in the shared counter `method_exceptions_total{class,method,exception}`. The label
   * `exception` is the name of the error.
   *
   * @param options - Options of the decorator, and the value of the label `class`.
   * @returns A decorator for a method or a class.
   * @throws {TypeError} if an option is unknown or not of its type
   * @throws {RangeError} if an option has an unknown value
   */
  <A extends readonly any[] = any, R = any, This = any>(
    options?: SharedOptions<CountExceptionsOptions<A, R, This>>,
  ): InstrumentationDecorator<A, R, This>;
}

/** The signatures of {@link CountCalls}. */
export interface CountCallsFactory extends DecoratorFactory<"countCalls"> {
  /**
   * Counts calls, in the shared counter `method_calls_total{class,method}`.
   *
   * @param options - Options of the decorator, and the value of the label `class`.
   * @returns A decorator for a method or a class.
   * @throws {TypeError} if an option is unknown or not of its type
   * @throws {RangeError} if an option has an unknown value
   */
  <A extends readonly any[] = any, R = any, This = any>(
    options?: SharedOptions<SettledOptions<A, R, This>>,
  ): InstrumentationDecorator<A, R, This>;
}
