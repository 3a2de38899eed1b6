// biome-ignore-all lint/suspicious/noExplicitAny: methods of all signatures are meant
import { gauge } from "../metadata/spec.js";
import type { GaugeChild } from "../model/children.js";
import type { Call, CallRecord } from "./call.js";
import { instrumentation } from "./instrumentation/apply-instrument.js";
import type { Instrument } from "./instrumentation/instrument.js";
import { CollectorProbe } from "./instrumentation/probe.js";
import type {
  CallOptions,
  CollectorOf,
  InstrumentationDecorator,
  LabelsOf,
  OptionsFor,
  SharedOptions,
} from "./signatures.js";

/** What `@InProgress` takes. */
export type InProgressCollector = CollectorOf<"gauge">;

/** The child that was counted up is the one that is counted down, wherever the call would be counted by then. */
class InProgressProbe extends CollectorProbe<"gauge"> {
  enter(self: unknown, call: CallRecord | undefined): GaugeChild | undefined {
    if (!this.admits(self, call)) return undefined;
    try {
      const child = this.child(self, call);
      child.inc();
      return child;
    } catch (error) {
      this.fail(self, error);
      return undefined;
    }
  }

  leave(child: GaugeChild | undefined, self: unknown): void {
    try {
      child?.dec();
    } catch (error) {
      this.fail(self, error);
    }
  }

  suspend(child: GaugeChild, self: unknown): void {
    this.leave(child, self);
  }

  resume(child: GaugeChild, self: unknown): void {
    try {
      child.inc();
    } catch (error) {
      this.fail(self, error);
    }
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
    help: "How many calls of a method are under way.",
    labelNames: ["class", "method"],
  }),
  probe: (place, collector, options) => new InProgressProbe(place, collector, options),
};

/**
 * Counts the calls that run in the shared gauge `methods_in_progress{class,method}`; see the other signature.
 *
 * @param options - everything but `labels`, which the shared family has already
 * @throws TypeError when an option is wrong
 */
export function InProgress<A extends readonly any[] = any, This = any>(
  options?: SharedOptions<CallOptions<A, This>>,
): InstrumentationDecorator<A, any, This>;
/**
 * Counts the calls that are under way: up when a call begins, down when it ends, in the same series, however it ends. A
 * generator that is dropped half-way stays under way. Without a collector the shared gauge `methods_in_progress{class,method}`
 * is used.
 *
 * @param collector - a gauge: its spec, or a live one
 * @param options - labels (a function sees the call as it begins), when, until
 * @throws TypeError when the collector is of another kind, or the labels are not the collector's
 * @example
 * ```ts
 * class Checkout {
 *   @InProgress(gauge({ name: "checkouts_in_progress", help: "Checkouts running now." }))
 *   async pay(order: Order) {}
 * }
 * ```
 */
export function InProgress<
  C extends InProgressCollector,
  const Constant extends LabelsOf<C>,
  const Computed extends LabelsOf<C>,
  A extends readonly any[] = any,
  This = any,
>(
  collector: C,
  ...options: OptionsFor<C, CallOptions<A, This>, Constant, Computed, Call<A, This>>
): InstrumentationDecorator<A, any, This>;
export function InProgress(...args: readonly unknown[]): InstrumentationDecorator {
  return instrumentation(inProgressInstrument, args);
}
