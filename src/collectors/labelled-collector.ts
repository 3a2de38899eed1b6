import { isPromise } from "node:util/types";
import { reportOnce } from "../globals/error-listener.js";
import { type Definition, define, describeDefinition } from "../metadata/definition.js";
import { collectorBrand } from "../model/children.js";
import type { Collector, FamilyDescription } from "../model/collector.js";
import { countInstrumentationError, countUnmeasuredThenable, droppedUpdates } from "../model/dropped-updates.js";
import { continued, expireIdle } from "../model/expiring.js";
import type { MetricFamily } from "../model/families/metric-family.js";
import type { DeclaredLabels, LabelSchema, LabelValues, labelsOf } from "../model/labels.js";
import type { SpecOptions } from "../model/specs.js";
import type { BoundLabels } from "./bound/bound-labels.js";
import { type LiveOptions, registered, rejectReuse } from "./creation/registration.js";
import { allDropped, countDropped, type DropCounts } from "./drop-counts.js";
import { familyOf } from "./families/family-of.js";
import {
  type CollectCallback,
  type CollectedForm,
  collectedMetrics,
  type FunctionBackedOptions,
  numberForm,
  rejectUpdate,
} from "./families/function-backed.js";
import { rejectRemoval } from "./reject-removal.js";
import { NO_SLOT } from "./storage/label-index.js";
import { areOverflowValues, readLabelValues } from "./storage/label-values.js";
import { matchingSlots } from "./storage/matching-slots.js";
import { type Series, seriesOf } from "./storage/series.js";
import type { SeriesKind } from "./storage/series-kind.js";
import type { SeriesPage, SlotChild } from "./storage/series-page.js";
import { SeriesStore } from "./storage/series-store.js";
import type { SeriesTable } from "./storage/series-table.js";
import { PAGE_MASK } from "./storage/slots.js";

/**
 * The base class of counters, gauges, histograms, summaries and state sets. It keeps one series for each set of label
 * values. Only its type is exported: create one of the classes that extend it.
 */
export abstract class LabelledCollector<K extends string, L extends LabelSchema, Child extends object>
  implements Collector
{
  /** Marks a live collector across copies of the package. @internal */
  readonly [collectorBrand]: true = true;
  /** Exists only for the compiler. @hidden */
  declare readonly [labelsOf]?: DeclaredLabels<L> | undefined;
  /** The kind of collector. */
  readonly kind: K;
  /** The full name. */
  readonly name: string;
  /** The description of the metric. */
  readonly help: string;
  /** The label names in declared order. */
  readonly labelNames: readonly string[];
  /** The names of the labels that a series may lack. */
  readonly optionalLabels: ReadonlySet<string>;
  /** @internal */
  protected readonly definition: Definition;
  /**
   * The child of a collector without labels. It always exists, so that the metric shows as 0 before the first update.
   *
   * @internal
   */
  protected single: Child | undefined;
  readonly #compatibilityKey: string;
  readonly #store: SeriesStore;
  readonly #table: SeriesTable;
  #dropped: DropCounts | undefined;
  #callback: CollectCallback<L, unknown> | undefined;

  /** @internal */
  protected constructor(
    kind: K,
    options: SpecOptions<L> & FunctionBackedOptions<L, unknown>,
    seriesKind: (definition: Definition) => SeriesKind,
  ) {
    this.kind = kind;
    this.definition = define(kind, options as SpecOptions, true);
    const { name, help, names: labelNames, optional: optionalLabels, constLabels } = this.definition;
    this.name = name;
    this.help = help;
    this.labelNames = labelNames;
    this.optionalLabels = optionalLabels;
    this.#callback = options.collect;
    const { stride, bounds, states, readSeries, compatibilityKey = "" } = seriesKind(this.definition);
    this.#compatibilityKey = compatibilityKey;
    const layout = { constLabels, labelNames, optionalLabels, stride, bounds, states };
    this.#store = new SeriesStore(layout, readSeries, this.definition);
    this.#table = this.#store.table;
  }

  /** Creates the child of a series, whose values begin at `at` in `values`. @internal */
  protected abstract makeChild(page: SeriesPage, offset: number, values: Float64Array, at: number): Child & SlotChild;

  /**
   * Registers the collector, and creates the series of a collector without labels. Each constructor calls it last.
   *
   * @returns the collector that the constructor returns: another one if that is reused
   * @internal
   */
  protected begin(options: LiveOptions): this {
    if (this.labelNames.length === 0 && this.#callback === undefined)
      this.single = this.#childAt(this.#store.scrapes.add([]));
    const used = registered(this, options);
    if (used !== this) used.replaceCallback(this.#callback);
    return used;
  }

  /**
   * Replaces the callback when the collector is reused. The newest function sees the variables of the newest evaluation
   * of its module.
   *
   * @internal
   */
  replaceCallback(callback: CollectCallback<L, unknown> | undefined): void {
    const { name } = this;
    if (!callback && this.#callback) rejectReuse(name, "only the existing one has a collect function");
    if (callback && !this.#callback) rejectReuse(name, "the existing one has no collect function");
    this.#callback = callback;
  }

  /**
   * Returns the child for label values. The first call creates the series with its initial value. Store the child to
   * update it without a label lookup.
   *
   * @param values - one value for each label name; `{}` without labels
   * @throws {TypeError} if a label is missing or unknown
   */
  labels(values: LabelValues<L>): Child {
    return this.#childAt(this.slotFor(values));
  }

  /** Throws if a value of an update is invalid, so that a first update creates no series. @internal */
  abstract checkUpdate(value: unknown): void;

  /** Returns the child for bound and other label values if its series exists, for bound collectors. @internal */
  childWith({ texts, remaining }: BoundLabels, others: unknown): Child | undefined {
    const slot = this.#table.findBound(texts, remaining.length, others as Readonly<Record<string, unknown>>);
    return slot === NO_SLOT ? undefined : this.#childAt(slot);
  }

  /**
   * Removes one series. Children of the series still accept updates, but no scrape shows them.
   *
   * @param values - one value for each label name
   * @returns whether the series existed
   * @throws {TypeError} if a label is missing or unknown
   */
  remove(values: LabelValues<L>): boolean {
    if (this.labelNames.length === 0) rejectRemoval(this.name);
    return this.#store.removeValues(readLabelValues(this.definition, values));
  }

  /**
   * Removes all series with these label values, whatever their other labels.
   *
   * @param values - the values of some of the labels; `undefined` for series that lack an optional label
   * @returns the number of removed series
   * @throws {TypeError} if the values are not an object, or a label is unknown
   */
  removeMatching(values: Partial<LabelValues<L>>): number {
    const matching = matchingSlots(this.#table, this.definition, values, true);
    if (this.labelNames.length === 0) rejectRemoval(this.name);
    return this.#store.removeAll(matching);
  }

  /**
   * Yields the series: all, or those that have some label values. A series that is removed before its turn is not
   * yielded. A collector with a `collect` function has no series.
   *
   * @param values - the values of some of the labels (default: none)
   * @throws {TypeError} if the values are not an object, or a label is unknown
   * @example
   * ```ts
   * for (const { labels, child } of requests.series({ status: 500 })) console.log(labels.route, child.get());
   * ```
   */
  series(values: Partial<LabelValues<L>> = {}): IterableIterator<Series<L, Child>> {
    return seriesOf(this.#table, matchingSlots(this.#table, this.definition, values), (slot) => this.#childAt(slot));
  }

  /** Removes all series. A collector without labels returns to its initial value. */
  clear(): void {
    this.#store.removeAll(this.#table.slots(true));
    if (this.single !== undefined) this.single = this.#childAt(this.#store.scrapes.add([]));
  }

  /** Returns the family, or nothing if it has no series. */
  collect(): readonly MetricFamily[] | Promise<readonly MetricFamily[]> {
    if (this.#callback !== undefined) {
      const result = this.#callback();
      return isPromise(result) ? result.then((values) => this.#collected(values)) : this.#collected(result);
    }
    if (this.#table.size === 0) return [];
    return this.#store.beginScrape(this.definition);
  }

  /** @internal */
  [expireIdle](): Generator<void> | undefined {
    return this.#store.expiry?.check();
  }

  /** @internal */
  [continued](values: LabelValues<L>): Child {
    const found = this.#table.find(values as Readonly<Record<string, unknown>>);
    return this.#childAt(found === NO_SLOT ? this.#validatedSlotFor(values, true) : found);
  }

  /** Returns the description of the family. */
  describe(): readonly FamilyDescription[] {
    return [describeDefinition(this.definition, this.#compatibilityKey)];
  }

  /** Returns the number of updates that were dropped or not measured, by cause. @internal */
  [droppedUpdates](): ReturnType<typeof allDropped> {
    return allDropped(this.#dropped, this.#store.expiry);
  }

  /** Counts an exemplar that was dropped. @internal */
  countDroppedExemplar(): void {
    this.#dropped = countDropped(this.#dropped, "exemplars");
  }

  /** Counts an update that failed inside a decorator, and reports the first. @internal */
  [countInstrumentationError](error: unknown): void {
    this.#dropped = countDropped(this.#dropped, "instrumentation");
    reportOnce(this, error, { source: this.name, code: "NARTHEX_LOST_UPDATE" });
  }

  /** Counts a call that was measured only until it returned a thenable. @internal */
  [countUnmeasuredThenable](): void {
    this.#dropped = countDropped(this.#dropped, "thenables");
  }

  /** Whether all series have their initial value. @internal */
  isPristine(): boolean {
    return this.#table.pages.every((page) => page?.values.every((value) => value === 0) ?? true);
  }

  /** Returns the child of an existing series, or `undefined`. @internal */
  protected existing(values: LabelValues<L> | undefined): Child | undefined {
    if (this.labelNames.length === 0) return this.single;
    const slot = this.#store.find(readLabelValues(this.definition, values));
    return slot === NO_SLOT ? undefined : this.#childAt(slot);
  }

  /** Whether idle series expire. @internal */
  protected get expires(): boolean {
    return this.#store.expiry !== undefined;
  }

  /** Returns the page of a slot. @internal */
  protected pageOf(slot: number): SeriesPage {
    return this.#table.page(slot);
  }

  /** Returns the slot for label values, and creates the series if there is none. @internal */
  protected slotFor(values: LabelValues<L>): number {
    const found = this.#table.find(values as Readonly<Record<string, unknown>>);
    return found === NO_SLOT ? this.#validatedSlotFor(values) : found;
  }

  /** Returns the form of the values that the callback returns. @internal */
  protected collectedForm(): CollectedForm {
    return numberForm;
  }

  #collected(result: unknown): readonly MetricFamily[] {
    const metrics = collectedMetrics(this.definition, this.collectedForm(), result);
    return metrics.length === 0 ? [] : [familyOf(this.definition, metrics)];
  }

  /**
   * @throws {TypeError} if the collector is function-backed
   * @internal
   */
  protected requireUpdatable(): void {
    if (this.#callback !== undefined) rejectUpdate(this.name);
  }

  #validatedSlotFor(values: unknown, continues = false): number {
    this.requireUpdatable();
    const texts = readLabelValues(this.definition, values);
    const slot = this.#store.findOrAdd(texts, continues);
    if (!this.#store.isOverflow(slot) || areOverflowValues(texts)) return slot;
    const isFirst = this.#dropped === undefined || this.#dropped.overflow === 0;
    this.#dropped = countDropped(this.#dropped, "overflow");
    if (isFirst) reportOnce(this, this.#store.overflowError, { source: this.name });
    return slot;
  }

  #childAt(slot: number): Child {
    const page = this.#table.page(slot);
    const offset = slot & PAGE_MASK;
    const existing = page.childAt(offset) as object as Child | undefined;
    if (existing !== undefined) return existing;
    const child = this.makeChild(page, offset, page.values, offset * this.#table.stride);
    page.setChild(offset, child);
    return child;
  }
}
