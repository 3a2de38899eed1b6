import type { InstrumentationKind } from "../../metadata/declaration.js";
import type { ValueOf } from "../call.js";
import type { AnyFunction } from "../instrumentation/dialect.js";
import type { CollectorFor, CollectorWithoutLabels } from "./collector.js";
import type { LabelsRequired } from "./labels-option.js";
import type { DecoratorOptions } from "./options.js";

/**
 * The signatures of {@link timed}, {@link trackInProgress}, {@link countExceptions} and {@link countCalls}.
 *
 * @typeParam D - What the function measures.
 */
export interface FunctionForm<D extends InstrumentationKind> {
  /**
   * Returns a function that behaves like `fn` and measures its calls with a collector that has no labels.
   *
   * @param collector - The spec of the collector, or a live collector.
   * @param fn - Any function that is not a class. It may be a generator function or return a promise.
   * @returns The measured function.
   * @throws {TypeError} if the collector is not of an accepted kind or has labels, or if `fn` is not a function
   */
  <F extends AnyFunction>(collector: CollectorWithoutLabels<D>, fn: F): F;
  /**
   * Returns a function that behaves like `fn` and measures its calls with a collector and options, of which `labels`
   * selects the series.
   *
   * @param collector - The spec of the collector, or a live collector.
   * @param fn - Any function that is not a class. It may be a generator function or return a promise.
   * @param options - Options as for the decorator. `labels` is required if the collector has labels.
   * @returns The measured function.
   * @throws {TypeError} if the collector is not of an accepted kind, if `fn` is not a function, if `labels` does not
   * set exactly the labels of the collector, or if an option is unknown or not of its type
   * @throws {RangeError} if an option has an unknown value
   */
  <L, K extends PropertyKey, F extends AnyFunction>(
    collector: CollectorFor<D, L>,
    fn: F,
    options: DecoratorOptions<L, K, Parameters<F>, ValueOf<ReturnType<F>>, ThisParameterType<F>>[D] & LabelsRequired<L>,
  ): F;
}
