import type { SeriesDetail } from "../model/live.js";
import type { Exemplar, Labels } from "../model/metric-family.js";
import { keepExemplar } from "./exemplar.js";
import type { SlabPage, SlotHolder } from "./series-page.js";

/** What a collector does for its children. */
export interface ChildOwner {
  /** The metric's name, for error messages. */
  readonly name: string;
  /** Counts an exemplar that was too long to keep. */
  countDroppedExemplar(): void;
}

/** A plain object over the numbers of one series: the fast path of every kind. */
export abstract class SeriesChild implements SlotHolder {
  /** @internal */
  protected values: Float64Array;
  /** @internal */
  protected at: number;
  /** @internal */
  protected readonly owner: ChildOwner;
  #page: SlabPage | undefined;
  readonly #slot: number;

  /** @internal */
  constructor(owner: ChildOwner, page: SlabPage, slot: number, values: Float64Array, at: number) {
    this.owner = owner;
    this.#page = page;
    this.#slot = slot;
    this.values = values;
    this.at = at;
  }

  /** @internal */
  move(values: Float64Array, at: number): void {
    this.values = values;
    this.at = at;
  }

  /** @internal */
  detach(values: Float64Array): void {
    this.move(values, 0);
    this.#page = undefined;
  }

  /** When the series began, in seconds since the Unix epoch. */
  protected set created(seconds: number) {
    if (this.#page !== undefined) this.#page.created[this.#slot] = seconds;
  }

  /** What the series has beside its numbers. */
  protected get detail(): SeriesDetail | undefined {
    return this.#page?.detail(this.#slot);
  }

  protected set detail(detail: SeriesDetail) {
    this.#page?.setDetail(this.#slot, detail);
  }

  /** Keeps an exemplar of a bucket (of a counter: 0), unless it is too long. */
  protected exemplify(bucket: number, labels: Labels, value: number): void {
    const exemplars = (this.detail?.exemplars as (Exemplar | undefined)[] | undefined) ?? [];
    if (!keepExemplar(exemplars, bucket, labels, value)) this.owner.countDroppedExemplar();
    else if (this.detail?.exemplars === undefined) this.detail = { ...this.detail, exemplars };
  }
}
