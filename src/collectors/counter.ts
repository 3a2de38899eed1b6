import { exemplarSource } from "../globals/exemplar-source.js";
import type { CounterChild, UpdateOptions } from "../model/children.js";
import type { LabelledArguments, LabelSchema, LabelValues } from "../model/labels.js";
import type { SpecOptions } from "../model/specs.js";
import { inspectValue } from "../validation/errors.js";
import { CollectorChild } from "./collector-child.js";
import type { FunctionBackedOptions } from "./function-backed.js";
import { LabelledCollector } from "./labelled-collector.js";
import { areLabels } from "./storage/label-values.js";
import { readCounter } from "./storage/read-metrics.js";
import type { SeriesPage } from "./storage/series-page.js";
import { offsetInPage } from "./storage/slots.js";

/** What a live counter is made from; its `collect` must give totals that never shrink. */
export interface CounterOptions<L extends LabelSchema = LabelSchema> extends SpecOptions<L>, FunctionBackedOptions<L> {}

/**
 * Something that only grows: requests, failures, bytes sent. A restart sets it back to 0, which Prometheus understands.
 *
 * @example
 * ```ts
 * const events = new Counter({ name: "events_total", help: "Number of events.", labelNames: ["kind"] });
 * events.inc({ kind: "timer_expiry" });
 * events.inc({ kind: "timer_expiry" }, 5);
 * ```
 */
export class Counter<const L extends LabelSchema = readonly []> extends LabelledCollector<
  "counter",
  L,
  LiveCounterChild
> {
  /**
   * @param options - name, help, labels and registry
   * @throws TypeError or RangeError that names the metric and the rule; Error when the registry has such a name already
   */
  constructor(options: CounterOptions<L>) {
    super("counter", options, () => ({ stride: 1, readSeries: readCounter }));
    return this.begin(options);
  }

  /**
   * Adds to the total.
   *
   * @param args - label values (where there are labels), then how much (0 or more, default 1), then an exemplar. `Infinity` is a
   * number of at least 0: the total stays at it, and is exposed as `+Inf`
   * @throws RangeError when the amount is negative or NaN; TypeError when a label is missing or unknown
   */
  inc(...args: LabelledArguments<L, [value?: number, options?: UpdateOptions]>): void;
  inc(first?: unknown, second?: unknown, third?: UpdateOptions): void {
    if (this.single !== undefined && !areLabels(first)) {
      this.single.inc(first as number, second as UpdateOptions);
      return;
    }
    if (third !== undefined || exemplarSource.current !== undefined) {
      this.labels(first as LabelValues<L>).inc(second as number, third);
      return;
    }
    const value = second === undefined ? 1 : second;
    if (!(typeof value === "number" && value >= 0)) {
      this.requireUpdatable();
      refuseDecrease(this.name, value);
    }
    const slot = this.slotFor(first as LabelValues<L>);
    (this.pageOf(slot).values[offsetInPage(slot)] as number) += value as number;
  }

  /**
   * The current total, or `undefined` if there is no such series.
   *
   * @param args - label values, where there are labels
   */
  get(...args: LabelledArguments<L, []>): number | undefined;
  get(labels?: unknown): number | undefined {
    return this.existing(labels as LabelValues<L>)?.get();
  }

  /** @internal */
  protected override makeChild(page: SeriesPage, slot: number, values: Float64Array, at: number): LiveCounterChild {
    return new LiveCounterChild(this, page, slot, values, at);
  }
}

/** The child of a counter. */
export class LiveCounterChild extends CollectorChild implements CounterChild {
  inc(value?: number, options?: UpdateOptions): void {
    if (value === undefined) (this.values[this.at] as number) += 1;
    else if (typeof value === "number" && value >= 0) (this.values[this.at] as number) += value;
    else refuseDecrease(this.owner.name, value);
    if (options?.exemplar !== undefined) this.setExemplar(0, options.exemplar, value ?? 1);
    else if (exemplarSource.current !== undefined) this.sample(0, value ?? 1, exemplarSource.current);
  }

  get(): number {
    return this.values[this.at] as number;
  }
}

function refuseDecrease(metric: string, value: unknown): never {
  const rule = `${metric}: a counter grows by a number of at least 0, but was given ${inspectValue(value)}`;
  if (typeof value !== "number") throw new TypeError(`${rule}.`);
  throw new RangeError(`${rule} (use a gauge for what goes down).`);
}
