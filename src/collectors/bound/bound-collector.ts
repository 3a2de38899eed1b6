import { collectorBrand, type UpdateOptions } from "../../model/children.js";
import { countInstrumentationError, countUnmeasuredThenable } from "../../model/dropped-updates.js";
import type { Labels } from "../../model/families/metric.js";
import type { LabelSchema, LabelValues } from "../../model/labels.js";
import { checkUpdateOptions } from "../../validation/update-options.js";
import { areLabels } from "../storage/label-values.js";
import type { Series } from "../storage/series.js";
import type { BoundLabels } from "./bound-labels.js";

/** The part of a collector that a bound collector uses. */
export interface BindableCollector<K extends string, Child, Value> {
  readonly kind: K;
  readonly name: string;
  readonly help: string;
  /** Returns the child for bound and other label values if its series exists. */
  childWith(bound: BoundLabels, others: unknown): Child | undefined;
  /** Returns the child for label values, and creates the series if there is none. */
  labels(values: never): Child;
  /** Throws if a value of an update is invalid. */
  checkUpdate(value: unknown): void;
  get(...labels: never): Value | undefined;
  remove(values: never): boolean;
  removeMatching(values: never): number;
  series(values: never): Iterable<Series<LabelSchema, Child>>;
  [countInstrumentationError](error: unknown): void;
  [countUnmeasuredThenable](): void;
}

/** A collector of which some labels are bound. It has no series of its own. */
export abstract class BoundCollector<K extends string, L extends LabelSchema, Child, Value> {
  readonly [collectorBrand]: true = true;
  readonly kind: K;
  readonly name: string;
  readonly help: string;
  readonly labelNames: readonly string[];
  readonly optionalLabels: ReadonlySet<string>;
  protected readonly collector: BindableCollector<K, Child, Value>;
  protected readonly bound: BoundLabels;

  constructor(collector: BindableCollector<K, Child, Value>, bound: BoundLabels) {
    this.kind = collector.kind;
    this.name = collector.name;
    this.help = collector.help;
    this.labelNames = bound.remaining;
    this.optionalLabels = bound.remainingOptional;
    this.collector = collector;
    this.bound = bound;
  }

  labels(values: LabelValues<L>): Child {
    return this.collector.childWith(this.bound, values) ?? this.#newChild(values);
  }

  get(labels: unknown = {}): Value | undefined {
    const get: (...args: never) => Value | undefined = this.collector.get;
    return get.apply(this.collector, [this.bound.merge(labels)] as never);
  }

  remove(values: LabelValues<L>): boolean {
    return this.collector.remove(this.bound.merge(values) as never);
  }

  removeMatching(values: Partial<LabelValues<L>>): number {
    return this.collector.removeMatching(this.bound.merge(values) as never);
  }

  *series(values: Partial<LabelValues<L>> = {}): Generator<Series<L, Child>, undefined> {
    for (const one of this.collector.series(this.bound.merge(values) as never)) {
      const labels = this.bound.withoutBound(one.labels as Labels) as Series<L, Child>["labels"];
      yield {
        labels,
        get child() {
          return one.child;
        },
      };
    }
  }

  clear(): void {
    this.collector.removeMatching(this.bound.merge({}) as never);
  }

  [countInstrumentationError](error: unknown): void {
    this.collector[countInstrumentationError](error);
  }

  [countUnmeasuredThenable](): void {
    this.collector[countUnmeasuredThenable]();
  }

  /** Whether the first argument of an update is not that of the labels, because all of them are bound. */
  protected isWithoutLabels(first: unknown): boolean {
    return this.labelNames.length === 0 && !areLabels(first);
  }

  /**
   * Returns the child to update. The value and the options of a first update are checked before the series is created.
   *
   * @param byDefault - the value of an update without one
   */
  protected childFor(labels: unknown, value: unknown, byDefault?: number, options?: UpdateOptions): Child {
    const existing = this.collector.childWith(this.bound, labels);
    if (existing !== undefined) return existing;
    this.collector.checkUpdate(value === undefined ? byDefault : value);
    if (options !== undefined) checkUpdateOptions(this.name, options);
    return this.#newChild(labels);
  }

  #newChild(labels: unknown): Child {
    return this.collector.labels(this.bound.merge(labels) as never);
  }
}

/** The label values of an update whose labels are all bound. */
export const noLabels: object = Object.freeze({});
