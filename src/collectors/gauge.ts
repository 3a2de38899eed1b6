import { epochSeconds } from "../globals/clock.js";
import type { Bound, RemainingLabels } from "../model/bound.js";
import type { GaugeChild } from "../model/children.js";
import type { LabelledArguments, LabelSchema, LabelValues } from "../model/labels.js";
import type { SpecOptions } from "../model/specs.js";
import type { RunningTimer } from "../model/timers.js";
import { BoundGauge } from "./bound/bound-gauge.js";
import { bindLabels } from "./bound/bound-labels.js";
import { CollectorChild } from "./collector-child.js";
import type { FunctionBackedOptions } from "./families/function-backed.js";
import { rejectValue } from "./reject-value.js";
import { areLabels } from "./storage/label-values.js";
import { readGauge } from "./storage/read-metrics.js";
import type { SeriesPage } from "./storage/series-page.js";
import { PAGE_MASK } from "./storage/slots.js";
import { startChildTimer } from "./timing/start-timer.js";
import { timeFunction } from "./timing/time-function.js";
import { TimingCollector } from "./timing/timing-collector.js";

/** Options for {@link Gauge}. */
export interface GaugeOptions<L extends LabelSchema = LabelSchema> extends SpecOptions<L>, FunctionBackedOptions<L> {}

/**
 * A value that increases and decreases: queue lengths, temperatures, work in progress.
 *
 * @example
 * ```ts
 * const depth = new Gauge({
 *   name: "queue_depth",
 *   help: "Number of waiting jobs.",
 *   labelNames: ["queue"],
 * });
 * depth.set({ queue: "mail" }, 12);
 * depth.dec({ queue: "mail" });
 * ```
 */
export class Gauge<const L extends LabelSchema = readonly []> extends TimingCollector<"gauge", L, GaugeChild> {
  /**
   * @param options - name, help, labels and registry
   * @throws {TypeError | RangeError} if an option is invalid
   * @throws {Error} if the registry already has a metric of this name
   */
  constructor(options: GaugeOptions<L>) {
    super("gauge", options, () => ({ stride: 1, readSeries: readGauge }));
    return this.begin(options);
  }

  /**
   * Sets the value.
   *
   * @param args - the label values if the gauge has labels, then the value
   * @throws {TypeError} if the value is not a number, or a label is missing or unknown
   */
  set(...args: LabelledArguments<L, [value: number]>): void;
  set(first?: unknown, second?: unknown): void {
    if (this.single !== undefined && !areLabels(first)) {
      this.single.set(first as number);
      return;
    }
    if (typeof second !== "number") this.checkUpdate(second);
    const slot = this.slotFor(first as LabelValues<L>);
    const page = this.pageOf(slot);
    page.values[slot & PAGE_MASK] = second as number;
    if (page.idleness !== undefined) page.touch(slot & PAGE_MASK);
  }

  /**
   * Adds to the value.
   *
   * @param args - the label values if the gauge has labels, then the amount (default 1)
   * @throws {TypeError} if the amount is not a number, or a label is missing or unknown
   */
  inc(...args: LabelledArguments<L, [value?: number]>): void;
  inc(first?: unknown, second?: unknown): void {
    if (this.single !== undefined && !areLabels(first)) this.single.inc(first as number);
    else this.#add(first, second === undefined ? 1 : second, 1);
  }

  /**
   * Subtracts from the value.
   *
   * @param args - the label values if the gauge has labels, then the amount (default 1)
   * @throws {TypeError} if the amount is not a number, or a label is missing or unknown
   */
  dec(...args: LabelledArguments<L, [value?: number]>): void;
  dec(first?: unknown, second?: unknown): void {
    if (this.single !== undefined && !areLabels(first)) this.single.dec(first as number);
    else this.#add(first, second === undefined ? 1 : second, -1);
  }

  /**
   * Adds to the value.
   *
   * @param args - the label values if the gauge has labels, then the amount
   * @throws {TypeError} if the amount is not a number, or a label is missing or unknown
   */
  add(...args: LabelledArguments<L, [value: number]>): void;
  add(first?: unknown, second?: unknown): void {
    if (this.single !== undefined && !areLabels(first)) this.single.add(first as number);
    else this.#add(first, second, 1);
  }

  /**
   * Subtracts from the value.
   *
   * @param args - the label values if the gauge has labels, then the amount
   * @throws {TypeError} if the amount is not a number, or a label is missing or unknown
   */
  sub(...args: LabelledArguments<L, [value: number]>): void;
  sub(first?: unknown, second?: unknown): void {
    if (this.single !== undefined && !areLabels(first)) this.single.sub(first as number);
    else this.#add(first, second, -1);
  }

  /**
   * Sets the value to the current time, in seconds since the Unix epoch.
   *
   * @param args - the label values if the gauge has labels
   */
  setToCurrentTime(...args: LabelledArguments<L, []>): void;
  setToCurrentTime(labels?: unknown): void {
    (this.single ?? this.labels(labels as LabelValues<L>)).setToCurrentTime();
  }

  /**
   * Returns the current value, or `undefined` if there is no such series.
   *
   * @param args - the label values if the gauge has labels
   */
  get(...args: LabelledArguments<L, []>): number | undefined;
  get(labels?: unknown): number | undefined {
    return this.existing(labels as LabelValues<L>)?.get();
  }

  /** @internal */
  override checkUpdate(value: unknown): void {
    if (typeof value === "number") return;
    this.requireUpdatable();
    rejectValue(this.name, value);
  }

  #add(labels: unknown, value: unknown, sign: 1 | -1): void {
    if (typeof value !== "number") this.checkUpdate(value);
    const slot = this.slotFor(labels as LabelValues<L>);
    const page = this.pageOf(slot);
    (page.values[slot & PAGE_MASK] as number) += sign * (value as number);
    if (page.idleness !== undefined) page.touch(slot & PAGE_MASK);
  }

  /**
   * Binds some labels. Nothing is created before the first update.
   *
   * @param labels - the values of some of the labels
   * @returns a gauge with the remaining labels, whose updates are those of this one
   * @throws {TypeError | RangeError} if a label is unknown or its value is invalid
   */
  withLabels<const Names extends keyof LabelValues<L>>(
    labels: Pick<LabelValues<L>, Names>,
  ): Bound<Gauge<RemainingLabels<L, Names>>> {
    return new BoundGauge(this, bindLabels(this.definition, labels)) as never;
  }

  /** @internal */
  protected override makeChild(page: SeriesPage, offset: number, values: Float64Array, at: number): LiveGaugeChild {
    return new (this.expires ? ExpiringGaugeChild : LiveGaugeChild)(this, page, offset, values, at);
  }
}

/** @internal */
export class LiveGaugeChild extends CollectorChild implements GaugeChild {
  inc(value = 1): void {
    this.add(value);
  }

  dec(value = 1): void {
    this.sub(value);
  }

  add(value: number): void {
    if (typeof value !== "number") rejectValue(this.owner.name, value);
    (this.values[this.at] as number) += value;
  }

  sub(value: number): void {
    if (typeof value !== "number") rejectValue(this.owner.name, value);
    (this.values[this.at] as number) -= value;
  }

  set(value: number): void {
    if (typeof value !== "number") rejectValue(this.owner.name, value);
    this.values[this.at] = value;
  }

  setToCurrentTime(): void {
    this.values[this.at] = epochSeconds();
  }

  startTimer(): RunningTimer<readonly []> {
    return startChildTimer(this.owner.name, this);
  }

  time<R>(run: () => R): R {
    return timeFunction(this.owner, run, () => this.startTimer());
  }

  get(): number {
    return this.values[this.at] as number;
  }
}

/** The child of a gauge whose series expire. An update to the same value counts as a change. */
class ExpiringGaugeChild extends LiveGaugeChild {
  override add(value: number): void {
    super.add(value);
    this.touch();
  }

  override sub(value: number): void {
    super.sub(value);
    this.touch();
  }

  override set(value: number): void {
    super.set(value);
    this.touch();
  }

  override setToCurrentTime(): void {
    super.setToCurrentTime();
    this.touch();
  }
}
