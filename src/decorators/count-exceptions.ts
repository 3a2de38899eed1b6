import { counter } from "../metadata/spec.js";
import type { CallRecord } from "./call.js";
import { instrumentation } from "./instrumentation/apply-instrument.js";
import { CollectorProbe } from "./instrumentation/collector-probe.js";
import type { Instrument } from "./instrumentation/instrument.js";
import { withoutMeasuring } from "./measure/unmeasured.js";
import type { CountExceptionsFactory } from "./signatures/decorator-factory.js";

class CountExceptionsProbe extends CollectorProbe<"counter"> {
  enter(self: unknown, call: CallRecord | undefined): true | undefined {
    return call === undefined || this.admits(self, call) ? true : undefined;
  }

  leave(_: true, self: unknown, call: CallRecord | undefined, failed: boolean, error: unknown): void {
    if (!failed) return;
    try {
      if (withoutMeasuring(this.args.matchesError, error))
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
    help: "Number of method calls that failed, by error name.",
    labelNames: ["class", "method", "exception"],
  }),
  probe: (method, args) => new CountExceptionsProbe(method, args),
};

/**
 * Counts the calls that throw or whose promise is rejected. Without a collector it increments the shared counter
 * `method_exceptions_total{class,method,exception}`, whose label `exception` is the name of the error.
 *
 * @function
 * @example
 * ```ts
 * const failures = counter({
 *   name: "checkout_failures_total",
 *   help: "Checkouts that threw.",
 * });
 *
 * class Checkout {
 *   @CountExceptions(failures, { only: PaymentError })
 *   async pay(order: Order) {}
 * }
 * ```
 */
export const CountExceptions: CountExceptionsFactory = (...args: readonly unknown[]) =>
  instrumentation(countExceptionsInstrument, args);
