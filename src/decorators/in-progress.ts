import { gauge } from "../metadata/spec.js";
import type { GaugeChild } from "../model/children.js";
import type { CallRecord } from "./call.js";
import { instrumentation } from "./instrumentation/apply-instrument.js";
import { CollectorProbe } from "./instrumentation/collector-probe.js";
import type { Instrument } from "./instrumentation/instrument.js";
import type { InProgressFactory } from "./signatures/decorator-factory.js";

/** Increments and decrements the same child, even if the class is bound to another registry in between. */
class InProgressProbe extends CollectorProbe<"gauge"> {
  enter(self: unknown, call: CallRecord | undefined): GaugeChild | undefined {
    if (call !== undefined && !this.admits(self, call)) return undefined;
    try {
      const child = this.child(self, call);
      child.inc();
      return child;
    } catch (error) {
      this.fail(self, error);
      return undefined;
    }
  }

  leave(child: GaugeChild | undefined): void {
    child?.dec();
  }

  suspend(child: GaugeChild): void {
    child.dec();
  }

  resume(child: GaugeChild): void {
    child.inc();
  }
}

/** @internal */
export const inProgressInstrument: Instrument = {
  kind: "inProgress",
  decorator: "@InProgress",
  functionForm: "trackInProgress",
  takes: ["gauge"],
  options: ["labels", "when", "until", "class", "classOf"],
  shared: gauge({
    name: "methods_in_progress",
    help: "Number of method calls in progress.",
    labelNames: ["class", "method"],
  }),
  probe: (method, args) => new InProgressProbe(method, args),
};

/**
 * Counts the calls that are in progress: adds 1 when a call begins and subtracts 1 from the same series when it ends,
 * whether it returns or fails. A generator that is never finished stays in progress. Without a collector it updates the
 * shared gauge `methods_in_progress{class,method}`.
 *
 * A `labels` function receives the call as it begins, so it cannot read the outcome.
 *
 * @function
 * @example
 * ```ts
 * const running = gauge({
 *   name: "checkouts_in_progress",
 *   help: "Checkouts running now.",
 * });
 *
 * class Checkout {
 *   @InProgress(running)
 *   async pay(order: Order) {}
 * }
 * ```
 */
export const InProgress: InProgressFactory = (...args: readonly unknown[]) =>
  instrumentation(inProgressInstrument, args);
