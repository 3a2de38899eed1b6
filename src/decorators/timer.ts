import { activeClock, secondsSince } from "../globals/clock.js";
import { histogram } from "../metadata/spec.js";
import type { CallRecord } from "./call.js";
import { instrumentation } from "./instrumentation/apply-instrument.js";
import { CollectorProbe } from "./instrumentation/collector-probe.js";
import type { Instrument } from "./instrumentation/instrument.js";
import type { CollectorKinds } from "./signatures/collector.js";
import type { TimerFactory } from "./signatures/decorator-factory.js";

class TimerProbe extends CollectorProbe<CollectorKinds["timer"]> {
  /** Returns the start time, which a recorded call stores itself. */
  enter(self: unknown, call: CallRecord | undefined): number | undefined {
    if (call === undefined) return activeClock.current.monotonic();
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
    help: "Duration of method calls in seconds.",
    labelNames: ["class", "method"],
    unit: "seconds",
  }),
  probe: (method, args) => new TimerProbe(method, args),
};

/**
 * Measures how long calls take, in seconds: one observation for each call that ends, whether it returns or fails. A
 * gauge shows the duration of the last call. Without a collector it observes the shared histogram
 * `method_duration_seconds{class,method}`.
 *
 * @function
 * @example
 * ```ts
 * const seconds = histogram({
 *   name: "checkout_duration_seconds",
 *   help: "Time to check an order out.",
 *   labelNames: ["tier"],
 * });
 *
 * class Checkout {
 *   @Timer(seconds, {
 *     labels: ({ args: [order] }: Settled<[Order]>) => ({ tier: order.tier }),
 *   })
 *   async pay(order: Order) {}
 * }
 * ```
 */
export const Timer: TimerFactory = (...args: readonly unknown[]) => instrumentation(timerInstrument, args);
