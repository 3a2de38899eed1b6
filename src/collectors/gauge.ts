import { clock } from "../globals/clock.js";
import type { GaugeChild } from "../model/children.js";
import type { LabelledArguments, LabelSchema, LabelValues } from "../model/labels.js";
import type { SpecOptions } from "../model/specs.js";
import { inspectValue } from "../validation/errors.js";
import { CollectorChild } from "./collector-child.js";
import type { FunctionBackedOptions } from "./function-backed.js";
import { areLabels } from "./storage/label-values.js";
import { readGauge } from "./storage/read-metrics.js";
import type { SeriesPage } from "./storage/series-page.js";
import { offsetInPage } from "./storage/slots.js";
import { TimingCollector } from "./timing-collector.js";

/** What a live gauge is made from. */
export interface GaugeOptions<L extends LabelSchema = LabelSchema> extends SpecOptions<L>, FunctionBackedOptions<L> {}

/**
 * Something that goes up and down: queue lengths, temperatures, work in progress.
 *
 * @example
 * ```ts
 * const depth = new Gauge({ name: "queue_depth", help: "Jobs that wait.", labelNames: ["queue"] });
 * depth.set({ queue: "mail" }, 12);
 * depth.dec({ queue: "mail" });
 * ```
 */
export class Gauge<const L extends LabelSchema = readonly []> extends TimingCollector<"gauge", L, LiveGaugeChild> {
  /**
   * @param options - name, help, labels and registry
   * @throws TypeError or RangeError that names the metric and the rule; Error when the registry has such a name already
   */
  constructor(options: GaugeOptions<L>) {
    super("gauge", options, () => ({ stride: 1, readSeries: readGauge }));
    return this.begin(options);
  }

  /**
   * Puts a value in place of the current one.
   *
   * @param args - label values (where there are labels), then the value
   * @throws TypeError when the value is not a number, or a label is missing or unknown
   */
  set(...args: LabelledArguments<L, [value: number]>): void;
  set(first?: unknown, second?: unknown): void {
    if (this.single !== undefined && !areLabels(first)) {
      this.single.set(first as number);
      return;
    }
    if (typeof second !== "number") this.#refuse(second);
    const slot = this.slotFor(first as LabelValues<L>);
    this.pageOf(slot).values[offsetInPage(slot)] = second as number;
  }

  /**
   * Adds to the value.
   *
   * @param args - label values (where there are labels), then how much (default 1)
   * @throws TypeError when the amount is not a number, or a label is missing or unknown
   */
  inc(...args: LabelledArguments<L, [value?: number]>): void;
  inc(first?: unknown, second?: unknown): void {
    if (this.single !== undefined && !areLabels(first)) this.single.inc(first as number);
    else this.#add(first, second === undefined ? 1 : second, 1);
  }

  /**
   * Subtracts from the value.
   *
   * @param args - label values (where there are labels), then how much (default 1)
   * @throws TypeError when the amount is not a number, or a label is missing or unknown
   */
  dec(...args: LabelledArguments<L, [value?: number]>): void;
  dec(first?: unknown, second?: unknown): void {
    if (this.single !== undefined && !areLabels(first)) this.single.dec(first as number);
    else this.#add(first, second === undefined ? 1 : second, -1);
  }

  /**
   * Adds to the value.
   *
   * @param args - label values (where there are labels), then how much
   * @throws TypeError when the amount is not a number, or a label is missing or unknown
   */
  add(...args: LabelledArguments<L, [value: number]>): void;
  add(first?: unknown, second?: unknown): void {
    if (this.single !== undefined && !areLabels(first)) this.single.add(first as number);
    else this.#add(first, second, 1);
  }

  /**
   * Subtracts from the value.
   *
   * @param args - label values (where there are labels), then how much
   * @throws TypeError when the amount is not a number, or a label is missing or unknown
   */
  sub(...args: LabelledArguments<L, [value: number]>): void;
  sub(first?: unknown, second?: unknown): void {
    if (this.single !== undefined && !areLabels(first)) this.single.sub(first as number);
    else this.#add(first, second, -1);
  }

  /**
   * Sets the current time, in seconds since the Unix epoch.
   *
   * @param args - label values, where there are labels
   */
  setToCurrentTime(...args: LabelledArguments<L, []>): void;
  setToCurrentTime(labels?: unknown): void {
    (this.single ?? this.labels(labels as LabelValues<L>)).setToCurrentTime();
  }

  /**
   * The current value, or `undefined` if there is no such series.
   *
   * @param args - label values, where there are labels
   */
  get(...args: LabelledArguments<L, []>): number | undefined;
  get(labels?: unknown): number | undefined {
    return this.existing(labels as LabelValues<L>)?.get();
  }

  #refuse(value: unknown): never {
    this.requireUpdatable();
    refuseValue(this.name, value);
  }

  #add(labels: unknown, value: unknown, sign: 1 | -1): void {
    if (typeof value !== "number") this.#refuse(value);
    const slot = this.slotFor(labels as LabelValues<L>);
    (this.pageOf(slot).values[offsetInPage(slot)] as number) += sign * (value as number);
  }

  /** @internal */
  protected override recordSeconds(child: LiveGaugeChild, seconds: number): void {
    child.set(seconds);
  }

  /** @internal */
  protected override makeChild(page: SeriesPage, slot: number, values: Float64Array, at: number): LiveGaugeChild {
    return new LiveGaugeChild(this, page, slot, values, at);
  }
}

/** The child of a gauge. */
export class LiveGaugeChild extends CollectorChild implements GaugeChild {
  inc(value = 1): void {
    this.add(value);
  }

  dec(value = 1): void {
    this.sub(value);
  }

  add(value: number): void {
    if (typeof value !== "number") refuseValue(this.owner.name, value);
    (this.values[this.at] as number) += value;
  }

  sub(value: number): void {
    if (typeof value !== "number") refuseValue(this.owner.name, value);
    (this.values[this.at] as number) -= value;
  }

  set(value: number): void {
    if (typeof value !== "number") refuseValue(this.owner.name, value);
    this.values[this.at] = value;
  }

  setToCurrentTime(): void {
    this.values[this.at] = clock.current.now() / 1000;
  }

  get(): number {
    return this.values[this.at] as number;
  }
}

function refuseValue(metric: string, value: unknown): never {
  throw new TypeError(`${metric}: a gauge takes a number, but was given ${inspectValue(value)}.`);
}
