// biome-ignore-all lint/suspicious/noExplicitAny: methods of all signatures are meant

import { counter } from "../metadata/spec.js";
import type { LiveCollector } from "../model/children.js";
import type { CollectorSpec } from "../model/specs.js";
import type { CallRecord, Settled } from "./call.js";
import type { CountCollector } from "./count-calls.js";
import { instrumentation } from "./instrumentation/apply-instrument.js";
import type { DecoratedMethod } from "./instrumentation/dialect.js";
import type { ErrorFilter, ErrorPredicate } from "./instrumentation/error-filter.js";
import type { Instrument } from "./instrumentation/instrument.js";
import { CollectorProbe, type ProbeOptions } from "./instrumentation/probe.js";
import { withoutMeasuring } from "./measure/unmeasured.js";
import type { InstrumentationDecorator, LabelsOf, OptionsFor, SettledOptions, SharedOptions } from "./signatures.js";

/** The options of `@CountExceptions`. */
export interface CountExceptionsOptions<A extends readonly any[] = any, R = any, This = any>
  extends SettledOptions<A, R, This> {
  /** Only these errors. */
  readonly only?: ErrorFilter | undefined;
  /** All but these errors; goes before `only`. */
  readonly except?: ErrorFilter | undefined;
}

class CountExceptionsProbe extends CollectorProbe<"counter"> {
  readonly #isMeant: ErrorPredicate;

  constructor(place: DecoratedMethod, collector: CollectorSpec | LiveCollector, options: ProbeOptions) {
    super(place, collector, options);
    this.#isMeant = options.matchesError;
  }

  enter(self: unknown, call: CallRecord | undefined): true | undefined {
    return this.admits(self, call) ? true : undefined;
  }

  leave(_: true, self: unknown, call: CallRecord | undefined, failed: boolean, error: unknown): void {
    if (!failed) return;
    try {
      if (withoutMeasuring(this.#isMeant, error))
        this.child(self, call, error).inc(undefined, this.exemplar(self, call));
    } catch (failure) {
      this.fail(self, failure);
    }
  }
}

/** @internal */
export const countExceptionsInstrument: Instrument = {
  kind: "countExceptions",
  decorator: "@CountExceptions",
  functionForm: "countExceptions",
  takes: ["counter"],
  options: ["labels", "exemplar", "only", "except", "when", "until", "class", "classOf"],
  shared: counter({
    name: "method_exceptions_total",
    help: "How many calls of a method failed, by the name of the error.",
    labelNames: ["class", "method", "exception"],
  }),
  probe: (place, collector, options) => new CountExceptionsProbe(place, collector, options),
};

/**
 * Counts errors in the shared counter `method_exceptions_total{class,method,exception}`; see the other signature.
 *
 * @param options - everything but `labels`, which the shared family has already
 * @throws TypeError when an option is wrong
 */
export function CountExceptions<A extends readonly any[] = any, R = any, This = any>(
  options?: SharedOptions<CountExceptionsOptions<A, R, This>>,
): InstrumentationDecorator<A, R, This>;
/**
 * Counts the calls that throw, or whose promise is rejected. Without a collector the shared counter
 * `method_exceptions_total{class,method,exception}` is used, with the error's name.
 *
 * @param collector - a counter: its spec, or a live one
 * @param options - only, except, labels, exemplar, when, until
 * @throws TypeError when the collector is of another kind, the labels are not the collector's, or a filter is none
 * @example
 * ```ts
 * class Checkout {
 *   @CountExceptions(counter({ name: "checkout_failures_total", help: "Checkouts that threw." }), { only: PaymentError })
 *   async pay(order: Order) {}
 * }
 * ```
 */
export function CountExceptions<
  C extends CountCollector,
  const Constant extends LabelsOf<C>,
  const Computed extends LabelsOf<C>,
  A extends readonly any[] = any,
  R = any,
  This = any,
>(
  collector: C,
  ...options: OptionsFor<C, CountExceptionsOptions<A, R, This>, Constant, Computed, Settled<A, R, This>>
): InstrumentationDecorator<A, R, This>;
export function CountExceptions(...args: readonly unknown[]): InstrumentationDecorator {
  return instrumentation(countExceptionsInstrument, args);
}
