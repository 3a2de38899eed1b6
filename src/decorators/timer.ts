// biome-ignore-all lint/suspicious/noExplicitAny: methods of all signatures are meant

import { clock, secondsSince } from "../globals/clock.js";
import { histogram } from "../metadata/spec.js";
import type { CallRecord, Settled } from "./call.js";
import { instrumentation } from "./instrumentation/apply-instrument.js";
import type { Instrument } from "./instrumentation/instrument.js";
import { CollectorProbe } from "./instrumentation/probe.js";
import type {
  CollectorOf,
  InstrumentationDecorator,
  LabelsOf,
  OptionsFor,
  SettledOptions,
  SharedOptions,
} from "./signatures.js";

/** What `@Timer` takes. */
export type TimerCollector = CollectorOf<"histogram" | "summary" | "gauge">;

class TimerProbe extends CollectorProbe<"histogram" | "summary" | "gauge"> {
  /** A recorded call knows itself how long it takes. */
  enter(self: unknown, call: CallRecord | undefined): number | undefined {
    if (call === undefined) return clock.current.monotonic();
    return this.admits(self, call) ? 0 : undefined;
  }

  leave(start: number, self: unknown, call: CallRecord | undefined): void {
    try {
      const seconds = call === undefined ? secondsSince(start) : call.seconds;
      const child = this.child(self, call);
      if ("observe" in child) child.observe(seconds, this.exemplar(self, call));
      else child.set(seconds);
    } catch (error) {
      this.fail(self, error);
    }
  }
}

/** @internal */
export const timerInstrument: Instrument = {
  kind: "timer",
  decorator: "@Timer",
  functionForm: "timed",
  takes: ["histogram", "summary", "gauge"],
  options: ["labels", "exemplar", "when", "until", "class", "classOf"],
  shared: histogram({
    name: "method_duration_seconds",
    help: "How long calls of a method took.",
    labelNames: ["class", "method"],
    unit: "seconds",
  }),
  probe: (place, collector, options) => new TimerProbe(place, collector, options),
};

/**
 * Times calls in the shared histogram `method_duration_seconds{class,method}`; see the other signature.
 *
 * @param options - everything but `labels`, which the shared family has already
 * @throws TypeError when an option is wrong
 */
export function Timer<A extends readonly any[] = any, R = any, This = any>(
  options?: SharedOptions<SettledOptions<A, R, This>>,
): InstrumentationDecorator<A, R, This>;
/**
 * Measures how long each call takes, in seconds: one observation for each call that ends, whether it returns or fails. A gauge
 * shows the last call's duration. Without a collector the shared histogram `method_duration_seconds{class,method}` is used.
 *
 * @param collector - a histogram, summary or gauge: its spec, or a live one
 * @param options - labels, exemplar, when, until
 * @throws TypeError when the collector is of another kind, or the labels are not the collector's
 * @example
 * ```ts
 * class Checkout {
 *   @Timer(histogram({ name: "checkout_duration_seconds", help: "Time to check an order out.", labelNames: ["tier"] }), {
 *     labels: ({ args: [order] }: Settled<[Order]>) => ({ tier: order.tier }),
 *   })
 *   async pay(order: Order) {}
 * }
 * ```
 */
export function Timer<
  C extends TimerCollector,
  const Constant extends LabelsOf<C>,
  const Computed extends LabelsOf<C>,
  A extends readonly any[] = any,
  R = any,
  This = any,
>(
  collector: C,
  ...options: OptionsFor<C, SettledOptions<A, R, This>, Constant, Computed, Settled<A, R, This>>
): InstrumentationDecorator<A, R, This>;
export function Timer(...args: readonly unknown[]): InstrumentationDecorator {
  return instrumentation(timerInstrument, args);
}
