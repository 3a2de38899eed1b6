// biome-ignore-all lint/suspicious/noExplicitAny: methods of all signatures
import type { ClassLabelOptions } from "../../metadata/declaration.js";
import type { Labels } from "../../model/families/metric.js";
import type { Call, Settled } from "../call.js";
import type { ErrorFilter } from "../instrumentation/error-filter.js";
import type { Until } from "../measure/wrap-method.js";
import type { LabelsOption } from "./labels-option.js";

/** Options of every decorator and of the functions that correspond to them. */
export interface CallOptions<A extends readonly any[] = any, This = any> {
  /** Decides, when a call begins, whether it is measured. By default every call is. */
  readonly when?: ((call: Call<A, This>) => boolean) | undefined;
  /**
   * The end of a call. By default a call ends when the method returns or its native promise settles; a call of a
   * generator method ends when the generator is exhausted or closed. Other values:
   *
   * - `"end"`: the call ends when the stream, observable, async iterable or thenable that the method returned, or that
   *   its promise resolved to, ends. A call that returned an observable, an iterable or a thenable is in progress from
   *   the first use of that object.
   * - `"callback"`: the call ends when the method's last argument, a Node.js-style callback, is called.
   */
  readonly until?: Until | undefined;
}

/** Options of the decorators that measure a call when it ends. */
export interface SettledOptions<A extends readonly any[] = any, R = any, This = any> extends CallOptions<A, This> {
  /** Returns the labels of an exemplar, for example `{ trace_id }`, or `undefined` for no exemplar. */
  readonly exemplar?: ((call: Settled<A, R, This>) => Labels | undefined) | undefined;
}

/** Options of {@link CountExceptions} and {@link countExceptions}. */
export interface CountExceptionsOptions<A extends readonly any[] = any, R = any, This = any>
  extends SettledOptions<A, R, This> {
  /** The errors to count. By default every error is counted. */
  readonly only?: ErrorFilter | undefined;
  /** Errors that are not counted, even if `only` includes them. */
  readonly except?: ErrorFilter | undefined;
}

/**
 * The options of each decorator with a collector.
 *
 * @typeParam L - The label values of one series of the collector.
 * @typeParam K - The names of the labels that a `labels` function returns.
 * @typeParam A - The arguments that functions of the call read.
 * @typeParam R - The value that functions of the call read when it has ended.
 * @typeParam This - The object that functions of the call read as `self`.
 */
export interface DecoratorOptions<L, K extends PropertyKey, A extends readonly any[] = any, R = any, This = any> {
  /** Of {@link Timer} and {@link timed}. */
  readonly timer: LabelledSettledOptions<L, K, A, R, This>;
  /** Of {@link InProgress} and {@link trackInProgress}. */
  readonly inProgress: LabelledCallOptions<L, K, A, This>;
  /** Of {@link CountExceptions} and {@link countExceptions}. */
  readonly countExceptions: LabelledCountExceptionsOptions<L, K, A, R, This>;
  /** Of {@link CountCalls} and {@link countCalls}. */
  readonly countCalls: LabelledSettledOptions<L, K, A, R, This>;
}

/** Options of {@link InProgress} with a collector. `labels` functions receive the call as it begins. */
export interface LabelledCallOptions<L, K extends PropertyKey, A extends readonly any[], This>
  extends CallOptions<A, This>,
    LabelsOption<L, K, Call<A, This>> {}

/** Options of {@link Timer} and {@link CountCalls} with a collector. */
export interface LabelledSettledOptions<L, K extends PropertyKey, A extends readonly any[], R, This>
  extends SettledOptions<A, R, This>,
    LabelsOption<L, K, Settled<A, R, This>> {}

/** Options of {@link CountExceptions} with a collector. */
export interface LabelledCountExceptionsOptions<L, K extends PropertyKey, A extends readonly any[], R, This>
  extends CountExceptionsOptions<A, R, This>,
    LabelsOption<L, K, Settled<A, R, This>> {}

/** Options of {@link InProgress} without a collector, which updates its shared family. */
export interface SharedCallOptions<A extends readonly any[], This>
  extends CallOptions<A, This>,
    ClassLabelOptions,
    NotACollector {}

/** Options of {@link Timer} and {@link CountCalls} without a collector, which update their shared families. */
export interface SharedSettledOptions<A extends readonly any[], R, This>
  extends SettledOptions<A, R, This>,
    ClassLabelOptions,
    NotACollector {}

/** Options of {@link CountExceptions} without a collector, which updates its shared family. */
export interface SharedCountExceptionsOptions<A extends readonly any[], R, This>
  extends CountExceptionsOptions<A, R, This>,
    ClassLabelOptions,
    NotACollector {}

/** Keeps collectors from being taken for options. */
export interface NotACollector {
  /** Never present. */
  readonly kind?: undefined;
}
