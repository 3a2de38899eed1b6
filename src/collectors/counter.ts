import { activeExemplarSource } from "../globals/exemplar-source.js";
import type { Bound, RemainingLabels } from "../model/bound.js";
import type { CounterChild, UpdateOptions } from "../model/children.js";
import type { LabelledArguments, LabelSchema, LabelValues } from "../model/labels.js";
import type { CounterOptions as CounterSpecOptions } from "../model/specs.js";
import { throwInvalid } from "../validation/errors.js";
import { checkUpdateOptions } from "../validation/update-options.js";
import { BoundCounter } from "./bound/bound-counter.js";
import { bindLabels } from "./bound/bound-labels.js";
import { CollectorChild } from "./collector-child.js";
import type { FunctionBackedOptions } from "./families/function-backed.js";
import { LabelledCollector } from "./labelled-collector.js";
import { areLabels } from "./storage/label-values.js";
import { readCounter } from "./storage/read-metrics.js";
import type { SeriesPage } from "./storage/series-page.js";
import { PAGE_MASK } from "./storage/slots.js";

/** Options for {@link Counter}. Totals that `collect` returns must never decrease. */
export interface CounterOptions<L extends LabelSchema = LabelSchema>
  extends CounterSpecOptions<L>,
    FunctionBackedOptions<L> {}

/**
 * A value that only increases: requests, failures, bytes sent. A restart resets it to 0, which Prometheus detects.
 *
 * @example
 * ```ts
 * const events = new Counter({
 *   name: "events_total",
 *   help: "Number of events.",
 *   labelNames: ["kind"],
 * });
 * events.inc({ kind: "timer_expiry" });
 * events.inc({ kind: "timer_expiry" }, 5);
 * ```
 */
export class Counter<const L extends LabelSchema = readonly []> extends LabelledCollector<"counter", L, CounterChild> {
  /**
   * @param options - name, help, labels and registry
   * @throws {TypeError | RangeError} if an option is invalid
   * @throws {Error} if the registry already has a metric of this name
   */
  constructor(options: CounterOptions<L>) {
    super("counter", options, () => ({ stride: 1, readSeries: readCounter }));
    return this.begin(options);
  }

  /**
   * Adds to the total.
   *
   * @param args - the label values if the counter has labels, then the amount (0 or more, default 1), then an exemplar.
   * After the amount `Infinity` the total stays `Infinity`, which is exposed as `+Inf`.
   * @throws {RangeError} if the amount is negative or NaN
   * @throws {TypeError} if the amount is not a number, or a label is missing or unknown
   */
  inc(...args: LabelledArguments<L, [value?: number, options?: UpdateOptions]>): void;
  inc(first?: unknown, second?: unknown, third?: UpdateOptions): void {
    if (this.single !== undefined && !areLabels(first)) {
      this.single.inc(first as number, second as UpdateOptions);
      return;
    }
    const value = second === undefined ? 1 : second;
    if (!(typeof value === "number" && value >= 0)) this.checkUpdate(value);
    if (third !== undefined || activeExemplarSource.current !== undefined) {
      if (third !== undefined) checkUpdateOptions(this.name, third);
      this.labels(first as LabelValues<L>).inc(second as number, third);
      return;
    }
    const slot = this.slotFor(first as LabelValues<L>);
    (this.pageOf(slot).values[slot & PAGE_MASK] as number) += value as number;
  }

  /**
   * Returns the current total, or `undefined` if there is no such series.
   *
   * @param args - the label values if the counter has labels
   */
  get(...args: LabelledArguments<L, []>): number | undefined;
  get(labels?: unknown): number | undefined {
    return this.existing(labels as LabelValues<L>)?.get();
  }

  /**
   * Binds some labels. Nothing is created before the first update.
   *
   * @param labels - the values of some of the labels
   * @returns a counter with the remaining labels, whose updates are those of this one
   * @throws {TypeError | RangeError} if a label is unknown or its value is invalid
   */
  withLabels<const Names extends keyof LabelValues<L>>(
    labels: Pick<LabelValues<L>, Names>,
  ): Bound<Counter<RemainingLabels<L, Names>>> {
    return new BoundCounter(this, bindLabels(this.definition, labels)) as never;
  }

  /** @internal */
  override checkUpdate(value: unknown): void {
    if (typeof value === "number" && value >= 0) return;
    this.requireUpdatable();
    rejectAmount(this.name, value);
  }

  /** @internal */
  protected override makeChild(page: SeriesPage, offset: number, values: Float64Array, at: number): LiveCounterChild {
    return new LiveCounterChild(this, page, offset, values, at);
  }
}

/** @internal */
export class LiveCounterChild extends CollectorChild implements CounterChild {
  inc(value?: number, options?: UpdateOptions): void {
    if (options !== undefined) checkUpdateOptions(this.owner.name, options);
    if (value === undefined) (this.values[this.at] as number) += 1;
    else if (typeof value === "number" && value >= 0) (this.values[this.at] as number) += value;
    else rejectAmount(this.owner.name, value);
    if (options?.exemplar !== undefined) this.setExemplar(0, options.exemplar, value ?? 1);
    else if (activeExemplarSource.current !== undefined) this.sample(0, value ?? 1, activeExemplarSource.current);
  }

  get(): number {
    return this.values[this.at] as number;
  }
}

function rejectAmount(metric: string, value: unknown): never {
  const remedy = typeof value === "number" ? "Use a gauge for values that decrease." : undefined;
  throwInvalid(
    "NARTHEX_INVALID_VALUE",
    metric,
    "the amount",
    value,
    "must be a number of at least 0",
    "number",
    remedy,
  );
}
