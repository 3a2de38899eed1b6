// biome-ignore-all lint/suspicious/noExplicitAny: methods of all signatures
import type { CollectorFor, CollectorWithoutLabels } from "./collector.js";
import type { DecoratorFor } from "./instrumentation-decorator.js";
import type { LabelsRequired } from "./labels-option.js";
import type {
  LabelledCallOptions,
  LabelledCountExceptionsOptions,
  LabelledSettledOptions,
  SharedCallOptions,
  SharedCountExceptionsOptions,
  SharedSettledOptions,
} from "./options.js";

/** The signatures of {@link Timer}. */
export interface TimerFactory {
  /**
   * Measures how long calls take, in seconds, in a histogram, summary or gauge without labels, or, if the first
   * argument is not a collector, in the shared histogram `method_duration_seconds{class,method}`.
   *
   * @param collectorOrOptions - The spec of a histogram, summary or gauge, or a live one; or options for the shared
   * family.
   * @returns A decorator for a method or a class.
   * @throws {TypeError} if the collector is not a histogram, summary or gauge or has labels, or if an option is unknown
   * or not of its type
   * @throws {RangeError} if an option has an unknown value
   */
  <A extends readonly any[] = any, R = any, This = any>(
    collectorOrOptions?: CollectorWithoutLabels<"timer"> | SharedSettledOptions<A, R, This>,
  ): DecoratorFor<A, R, This>;
  /**
   * Measures how long calls take, in seconds, in a histogram, summary or gauge. The option `labels` selects the series.
   *
   * @param collector - The spec of a histogram, summary or gauge, or a live one.
   * @param options - Options of the decorator. `labels` is required if the histogram, summary or gauge has labels.
   * @returns A decorator for a method or a class.
   * @throws {TypeError} if the collector is not a histogram, summary or gauge, if `labels` does not set exactly its
   * labels, or if an option
   * is unknown or not of its type
   * @throws {RangeError} if an option has an unknown value
   */
  <L, K extends PropertyKey, A extends readonly any[] = any, R = any, This = any>(
    collector: CollectorFor<"timer", L>,
    options: LabelledSettledOptions<L, K, A, R, This> & LabelsRequired<L>,
  ): DecoratorFor<A, R, This>;
}

/** The signatures of {@link InProgress}. */
export interface InProgressFactory {
  /**
   * Counts the calls that are in progress in a gauge without labels, or, if the first argument is not a collector, in
   * the shared gauge `methods_in_progress{class,method}`.
   *
   * @param collectorOrOptions - The spec of a gauge, or a live one; or options for the shared family.
   * @returns A decorator for a method or a class.
   * @throws {TypeError} if the collector is not a gauge or has labels, or if an option is unknown or not of its type
   * @throws {RangeError} if an option has an unknown value
   */
  <A extends readonly any[] = any, R = any, This = any>(
    collectorOrOptions?: CollectorWithoutLabels<"inProgress"> | SharedCallOptions<A, This>,
  ): DecoratorFor<A, R, This>;
  /**
   * Counts the calls that are in progress in a gauge. The option `labels` selects the series, as the call begins.
   *
   * @param collector - The spec of a gauge, or a live one.
   * @param options - Options of the decorator. `labels` is required if the gauge has labels.
   * @returns A decorator for a method or a class.
   * @throws {TypeError} if the collector is not a gauge, if `labels` does not set exactly its labels, or if an option
   * is unknown or not of its type
   * @throws {RangeError} if an option has an unknown value
   */
  <L, K extends PropertyKey, A extends readonly any[] = any, R = any, This = any>(
    collector: CollectorFor<"inProgress", L>,
    options: LabelledCallOptions<L, K, A, This> & LabelsRequired<L>,
  ): DecoratorFor<A, R, This>;
}

/** The signatures of {@link CountExceptions}. */
export interface CountExceptionsFactory {
  /**
   * Counts the calls that fail in a counter without labels, or, if the first argument is not a collector, in the shared
   * counter `method_exceptions_total{class,method,exception}`.
   *
   * @param collectorOrOptions - The spec of a counter, or a live one; or options for the shared family.
   * @returns A decorator for a method or a class.
   * @throws {TypeError} if the collector is not a counter or has labels, or if an option is unknown or not of its type
   * @throws {RangeError} if an option has an unknown value
   */
  <A extends readonly any[] = any, R = any, This = any>(
    collectorOrOptions?: CollectorWithoutLabels<"countExceptions"> | SharedCountExceptionsOptions<A, R, This>,
  ): DecoratorFor<A, R, This>;
  /**
   * Counts the calls that fail in a counter. The option `labels` selects the series.
   *
   * @param collector - The spec of a counter, or a live one.
   * @param options - Options of the decorator. `labels` is required if the counter has labels.
   * @returns A decorator for a method or a class.
   * @throws {TypeError} if the collector is not a counter, if `labels` does not set exactly its labels, or if an option
   * is unknown or not of its type
   * @throws {RangeError} if an option has an unknown value
   */
  <L, K extends PropertyKey, A extends readonly any[] = any, R = any, This = any>(
    collector: CollectorFor<"countExceptions", L>,
    options: LabelledCountExceptionsOptions<L, K, A, R, This> & LabelsRequired<L>,
  ): DecoratorFor<A, R, This>;
}

/** The signatures of {@link CountCalls}. */
export interface CountCallsFactory {
  /**
   * Counts calls in a counter without labels, or, if the first argument is not a collector, in the shared counter
   * `method_calls_total{class,method}`.
   *
   * @param collectorOrOptions - The spec of a counter, or a live one; or options for the shared family.
   * @returns A decorator for a method or a class.
   * @throws {TypeError} if the collector is not a counter or has labels, or if an option is unknown or not of its type
   * @throws {RangeError} if an option has an unknown value
   */
  <A extends readonly any[] = any, R = any, This = any>(
    collectorOrOptions?: CollectorWithoutLabels<"countCalls"> | SharedSettledOptions<A, R, This>,
  ): DecoratorFor<A, R, This>;
  /**
   * Counts calls in a counter. The option `labels` selects the series.
   *
   * @param collector - The spec of a counter, or a live one.
   * @param options - Options of the decorator. `labels` is required if the counter has labels.
   * @returns A decorator for a method or a class.
   * @throws {TypeError} if the collector is not a counter, if `labels` does not set exactly its labels, or if an option
   * is unknown or not of its type
   * @throws {RangeError} if an option has an unknown value
   */
  <L, K extends PropertyKey, A extends readonly any[] = any, R = any, This = any>(
    collector: CollectorFor<"countCalls", L>,
    options: LabelledSettledOptions<L, K, A, R, This> & LabelsRequired<L>,
  ): DecoratorFor<A, R, This>;
}
