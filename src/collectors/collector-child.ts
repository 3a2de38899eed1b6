import { clock } from "../globals/clock.js";
import type { ExemplarSource } from "../globals/exemplar-source.js";
import type { SeriesDetail } from "../model/collector-series.js";
import type { Exemplar, Labels } from "../model/metric.js";
import { exemplarOf } from "./exemplars/exemplar.js";
import { ExemplarSampler } from "./exemplars/exemplar-sampler.js";
import type { SeriesPage } from "./storage/series-page.js";

/** What a collector does for its children. */
export interface ChildOwner {
  /** The metric's name, for error messages. */
  readonly name: string;
  /** Counts an exemplar that could not be kept. */
  countDroppedExemplar(): void;
}

/** The base class of all children. A child updates the numbers of one series without a look at its labels. */
export abstract class CollectorChild {
  /** @internal */
  protected values: Float64Array;
  /** @internal */
  protected at: number;
  /** @internal */
  protected readonly owner: ChildOwner;
  #page: SeriesPage | undefined;
  readonly #slot: number;
  #paces: ExemplarSampler[] | undefined;

  /** @internal */
  constructor(owner: ChildOwner, page: SeriesPage, slot: number, values: Float64Array, at: number) {
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

  /** When the series began, in seconds since the Unix epoch. @internal */
  protected set created(seconds: number) {
    if (this.#page !== undefined) this.#page.created[this.#slot] = seconds;
  }

  /** What the series has beside its numbers. @internal */
  protected get detail(): SeriesDetail | undefined {
    return this.#page?.detail(this.#slot);
  }

  /** @internal */
  protected set detail(detail: SeriesDetail) {
    this.#page?.setDetail(this.#slot, detail);
  }

  /**
   * Keeps an exemplar of an update.
   *
   * @param bucket - the bucket that the update fell into; of a counter 0
   * @param since - whatever is younger stays instead, in seconds since the Unix epoch
   * @internal
   */
  protected setExemplar(bucket: number, labels: Labels, value: number, since: number = Number.POSITIVE_INFINITY): void {
    const exemplar = exemplarOf(this.owner.name, labels, value);
    if (exemplar === undefined) this.owner.countDroppedExemplar();
    else this.keep(bucket, exemplar, since);
  }

  /**
   * Takes an exemplar of an update from a source, now and then, where there is none or an old one.
   *
   * @param place - what shares a place is sampled as one
   * @internal
   */
  protected sample(bucket: number, value: number, source: ExemplarSource, place: number = bucket): void {
    this.#paces ??= [];
    let pace = this.#paces[place];
    if (pace === undefined) {
      pace = new ExemplarSampler();
      this.#paces[place] = pace;
    }
    if (pace.shouldSkip()) return;
    const now = clock.current.now() / 1000;
    pace.recordSample(now);
    const since = now - source.minRetentionSeconds;
    if (!this.hasRoom(bucket, value, since)) return;
    const labels = source.labels();
    if (labels !== undefined) this.setExemplar(bucket, labels, value, since);
  }

  /** Whether an exemplar of a value would replace none that is younger than `since`. @internal */
  protected hasRoom(bucket: number, _value: number, since: number): boolean {
    return this.#isFree(bucket, since);
  }

  /** Keeps an exemplar unless it would replace one that is younger than `since`. @internal */
  protected keep(bucket: number, exemplar: Exemplar, since: number): void {
    if (!this.#isFree(bucket, since)) return;
    const exemplars = (this.detail?.exemplars as (Exemplar | undefined)[] | undefined) ?? [];
    exemplars[bucket] = exemplar;
    if (this.detail?.exemplars === undefined) this.detail = { ...this.detail, exemplars };
  }

  #isFree(bucket: number, since: number): boolean {
    const kept = this.detail?.exemplars?.[bucket];
    return kept === undefined || kept.timestamp <= since;
  }
}
