import { isPromise } from "node:util/types";
import { reportOnce } from "../globals/error-listener.js";
import { type Definition, define, describeDefinition } from "../metadata/definition.js";
import { collectorBrand } from "../model/children.js";
import type { Collector, DroppedUpdates, FamilyDescription } from "../model/collector.js";
import type { CollectorSeries } from "../model/collector-series.js";
import type { LabelSchema, LabelValues } from "../model/labels.js";
import type { MetricBase } from "../model/metric.js";
import type { MetricFamily } from "../model/metric-family.js";
import type { SpecOptions } from "../model/specs.js";
import { inspectValue } from "../validation/errors.js";
import type { CollectorChild } from "./collector-child.js";
import {
  type CollectCallback,
  type Collected,
  collectedMetrics,
  type FunctionBackedOptions,
} from "./function-backed.js";
import { type LiveOptions, refuseReuse, registered } from "./registration.js";
import { NO_SLOT } from "./storage/label-index.js";
import { OVERFLOW_VALUE, readLabelValues } from "./storage/label-values.js";
import { LazyMetrics } from "./storage/read-metrics.js";
import { ScrapeTracker } from "./storage/scrape-tracker.js";
import type { SeriesKind } from "./storage/series-kind.js";
import type { SeriesPage } from "./storage/series-page.js";
import { SeriesTable } from "./storage/series-table.js";
import { offsetInPage } from "./storage/slots.js";

/**
 * The base class of counters, gauges, histograms, summaries and state sets. It keeps one series for each set of label values.
 * Only its type is exported: create one of the classes that extend it.
 */
export abstract class LabelledCollector<K extends string, L extends LabelSchema, Child extends CollectorChild>
  implements Collector
{
  /** Marks a live collector across copies of the package. @hidden */
  readonly [collectorBrand]: true = true;
  /** Which kind of collector this is. */
  readonly kind: K;
  /** The full name, as every format shows it. */
  readonly name: string;
  /** What is measured. */
  readonly help: string;
  /** The names of the labels, in declared order. */
  readonly labelNames: readonly string[];
  /** @internal */
  protected readonly definition: Definition;
  /** The child of a collector without labels: always there, so that it shows as 0. @internal */
  protected single: Child | undefined;
  readonly #compatibilityKey: string;
  readonly #table: SeriesTable;
  readonly #scrapes: ScrapeTracker;
  #overflowSlot = NO_SLOT;
  readonly #lost = { overflow: 0, instrumentation: 0, exemplars: 0, thenables: 0 };
  #callback: CollectCallback<L> | undefined;

  /** @internal */
  protected constructor(
    kind: K,
    options: SpecOptions<L> & FunctionBackedOptions<L>,
    seriesKind: (definition: Definition) => SeriesKind,
  ) {
    this.kind = kind;
    this.definition = define(kind, options as SpecOptions, true);
    this.name = this.definition.name;
    this.help = this.definition.help;
    this.labelNames = this.definition.names;
    this.#callback = options.collect;
    const { stride, bounds, states, readSeries, compatibilityKey = "" } = seriesKind(this.definition);
    const { constLabels, names: labelNames } = this.definition;
    this.#compatibilityKey = compatibilityKey;
    this.#table = new SeriesTable(labelNames, stride);
    this.#scrapes = new ScrapeTracker(this.#table, { constLabels, labelNames, stride, bounds, states }, readSeries);
  }

  /** The child over a series' numbers, which begin at `at` in `values`. @internal */
  protected abstract makeChild(page: SeriesPage, slot: number, values: Float64Array, at: number): Child;

  /**
   * Called by each kind when it is ready: shows an unlabelled collector at once and registers it.
   *
   * @returns the collector that the constructor returns: another one where that is reused
   * @internal
   */
  protected begin(options: LiveOptions): this {
    if (this.labelNames.length === 0 && this.#callback === undefined)
      this.single = this.#childAt(this.#scrapes.add([]));
    const used = registered(this, options);
    if (used !== this) used.replaceCallback(this.#callback);
    return used;
  }

  /**
   * Called when the collector is reused: from now on the function that was given last is asked, since it sees the variables of
   * the module that was evaluated last.
   *
   * @internal
   */
  replaceCallback(callback: CollectCallback<L> | undefined): void {
    if (callback === undefined && this.#callback !== undefined)
      refuseReuse(this.name, "has a collect function there and none here");
    if (callback !== undefined && this.#callback === undefined)
      refuseReuse(this.name, "has no collect function there and one here");
    this.#callback = callback;
  }

  /**
   * The child for these label values: keep it, it is the fast path. It is made, at its initial value, when it is first asked for.
   *
   * @param values - one value for each label name; `{}` where there are no labels
   * @throws TypeError when a label is missing or unknown
   */
  labels(values: LabelValues<L>): Child {
    return this.#childAt(this.slotFor(values));
  }

  /**
   * Removes one series. A child kept from before goes on working, but nothing shows what it counts.
   *
   * @param values - one value for each label name
   * @returns whether there was such a series
   * @throws TypeError when a label is missing or unknown
   */
  remove(values: LabelValues<L>): boolean {
    if (this.labelNames.length === 0)
      throw new TypeError(`${this.name}: has no labels, so nothing to remove; use clear().`);
    const slot = this.#table.findValues(readLabelValues(this.definition, values));
    if (slot === NO_SLOT) return false;
    this.#remove(slot);
    return true;
  }

  /**
   * Removes all series that have these values, whatever their other labels.
   *
   * @param values - values of some of the labels
   * @returns how many were removed
   * @throws TypeError when the values are no object, or a label is unknown
   */
  removeMatching(values: Partial<LabelValues<L>>): number {
    if (typeof values !== "object" || values === null) {
      throw new TypeError(
        `${this.name}: removeMatching takes an object with values of some labels, but was given ${inspectValue(values)}.`,
      );
    }
    const wanted = Object.entries(values as Readonly<Record<string, unknown>>).map(([name, value]) => {
      const label = this.labelNames.indexOf(name);
      if (label < 0)
        throw new TypeError(`${this.name}: unknown label "${name}"; the labels are ${this.labelNames.join(", ")}.`);
      return { label, text: String(value).toWellFormed() };
    });
    if (this.labelNames.length === 0)
      throw new TypeError(`${this.name}: has no labels, so nothing to remove; use clear().`);
    const matching = [...this.#table.slots()].filter((slot) => {
      const page = this.#table.page(slot);
      return wanted.every(({ label, text }) => page.labelValue(offsetInPage(slot), label) === text);
    });
    for (const slot of matching) this.#remove(slot);
    return matching.length;
  }

  /** Removes all series; a collector without labels begins again at its initial value. */
  clear(): void {
    for (const slot of [...this.#table.slots()]) this.#remove(slot);
    if (this.single !== undefined) this.single = this.#childAt(this.#scrapes.add([]));
  }

  /** The family as of now, if it has any series. */
  collect(): readonly MetricFamily[] | Promise<readonly MetricFamily[]> {
    if (this.#callback !== undefined) {
      const answer = this.#callback();
      return isPromise(answer) ? answer.then((values) => this.#collected(values)) : this.#collected(answer);
    }
    if (this.#table.size === 0) return [];
    const series = this.#scrapes.begin();
    return [this.#family(new LazyMetrics(series), [series])];
  }

  /** The name, type, labels and settings that the registry compares. */
  describe(): readonly FamilyDescription[] {
    return [describeDefinition(this.definition, this.#compatibilityKey)];
  }

  /** What went to the overflow series, what was lost inside decorators, and what was not measured. */
  droppedUpdates(): DroppedUpdates {
    return { ...this.#lost };
  }

  /** Counts an exemplar that was too long to keep. @internal */
  countDroppedExemplar(): void {
    this.#lost.exemplars++;
  }

  /** Counts an update that was lost inside a decorator, and reports the first. */
  countInstrumentationError(error: unknown): void {
    this.#lost.instrumentation++;
    reportOnce(this, error, { source: this.name, cause: "instrumentation" });
  }

  /** Counts a call that was measured only until it returned a thenable. */
  countUnmeasuredThenable(): void {
    this.#lost.thenables++;
  }

  /** Whether nothing was counted yet: all series are at their initial value. @internal */
  isPristine(): boolean {
    return this.#table.pages.every((page) => page?.values.every((value) => value === 0) ?? true);
  }

  /** The numbers of an existing series, or `undefined`. @internal */
  protected existing(values: LabelValues<L> | undefined): Child | undefined {
    if (this.labelNames.length === 0) return this.single;
    const slot = this.#table.findValues(readLabelValues(this.definition, values));
    return slot === NO_SLOT ? undefined : this.#childAt(slot);
  }

  /** The page of a slot and its place there. @internal */
  protected pageOf(slot: number): SeriesPage {
    return this.#table.page(slot);
  }

  /** The slot for label values, made when there is none. @internal */
  protected slotFor(values: LabelValues<L>): number {
    const found = this.#table.find(values as Readonly<Record<string, unknown>>);
    return found === NO_SLOT ? this.#slotForUnread(values) : found;
  }

  #collected(answer: Collected): readonly MetricFamily[] {
    const metrics = collectedMetrics(this.definition, answer);
    return metrics.length === 0 ? [] : [this.#family(metrics)];
  }

  #family(metrics: Iterable<MetricBase>, live?: readonly CollectorSeries[]): MetricFamily {
    const { name, help, unit } = this.definition;
    const type = this.kind;
    // Spelt out, since properties that follow a spread take half a microsecond each.
    const family = unit === undefined ? { name, help, type, metrics, live } : { name, help, type, unit, metrics, live };
    return family as MetricFamily;
  }

  /**
   * @throws TypeError when the collector is function-backed
   * @internal
   */
  protected requireUpdatable(): void {
    if (this.#callback === undefined) return;
    throw new TypeError(
      `${this.name}: its values come from its collect function, so it cannot be updated; return them from collect instead.`,
    );
  }

  #slotForUnread(values: unknown): number {
    this.requireUpdatable();
    const texts = readLabelValues(this.definition, values);
    const found = this.#table.findValues(texts);
    if (found !== NO_SLOT) return found;
    const isOverflowing = this.#overflowSlot !== NO_SLOT;
    if (this.#table.size - (isOverflowing ? 1 : 0) < this.definition.maxSeries) return this.#scrapes.add(texts);
    this.#lost.overflow++;
    if (!isOverflowing) {
      this.#overflowSlot = this.#scrapes.add(texts.map(() => OVERFLOW_VALUE));
      const error = new RangeError(
        `more than ${this.definition.maxSeries} series (maxSeries); further ones are counted together`,
      );
      reportOnce(this, error, { source: this.name, cause: "overflow" });
    }
    return this.#overflowSlot;
  }

  #childAt(slot: number): Child {
    const page = this.#table.page(slot);
    const offset = offsetInPage(slot);
    const existing = page.childAt(offset) as Child | undefined;
    if (existing !== undefined) return existing;
    const child = this.makeChild(page, offset, page.values, offset * this.#table.stride);
    page.setChild(offset, child);
    return child;
  }

  #remove(slot: number): void {
    if (slot === this.#overflowSlot) this.#overflowSlot = NO_SLOT;
    this.#scrapes.remove(slot);
  }
}
