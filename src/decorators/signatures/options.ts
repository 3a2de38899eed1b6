// biome-ignore-all lint/suspicious/noExplicitAny: methods of all signatures
import type { ClassLabelOptions, InstrumentationKind } from "../../metadata/declaration.js";
import type { Labels } from "../../model/metric.js";
import type { Call, Settled } from "../call.js";
import type { ErrorFilter } from "../instrumentation/error-filter.js";
import type { Until } from "../measure/wrap-method.js";
import type { NotACollector } from "./compiler-errors.js";

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

/** The options of each decorator, without `labels`. */
export interface DecoratorOptions<A extends readonly any[] = any, R = any, This = any> {
  /** Of {@link Timer} and {@link timed}. */
  readonly timer: SettledOptions<A, R, This>;
  /** Of {@link InProgress} and {@link trackInProgress}. */
  readonly inProgress: CallOptions<A, This>;
  /** Of {@link CountExceptions} and {@link countExceptions}. */
  readonly countExceptions: CountExceptionsOptions<A, R, This>;
  /** Of {@link CountCalls} and {@link countCalls}. */
  readonly countCalls: SettledOptions<A, R, This>;
}

/** The call as the `labels` function of a decorator receives it: ended, unless the decorator is `@InProgress`. */
export type LabelledCall<D extends InstrumentationKind, A extends readonly any[], R, This> = D extends "inProgress"
  ? Call<A, This>
  : Settled<A, R, This>;

/** Options of a decorator without a collector, which updates its shared family. */
export type SharedOptions<Options> = Options & ClassLabelOptions & NotACollector;
