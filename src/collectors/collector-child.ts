import { epochSeconds } from "../globals/clock.js";
import type { ExemplarSource } from "../globals/exemplar-source.js";
import type { countUnmeasuredThenable } from "../model/dropped-updates.js";
import type { SeriesDetail } from "../model/families/collector-series.js";
import type { Labels, TimedExemplar } from "../model/families/metric.js";
import { exemplarOf } from "./exemplars/exemplar.js";
import { ExemplarSampler } from "./exemplars/exemplar-sampler.js";
import type { SeriesPage } from "./storage/series-page.js";

/** The collector of a child. */
export interface ChildOwner {
  /** The name of the metric, for error messages. */
  readonly name: string;
  /** Counts an exemplar that was dropped. */
  countDroppedExemplar(): void;
  /** Counts a call that was measured only until it returned a thenable. */
  [countUnmeasuredThenable](): void;
}

/** The base class of all children. A child updates the values of one series without a lookup of its labels. */
export abstract class CollectorChild {
  /** @internal */
  protected values: Float64Array;
  /** @internal */
  protected at: number;
  /** @internal */
  protected readonly owner: ChildOwner;
  #page: SeriesPage | undefined;
  #offset: number;
  #samplers: ExemplarSampler[] | undefined;

  /** @internal */
  constructor(owner: ChildOwner, page: SeriesPage, offset: number, values: Float64Array, at: number) {
    this.owner = owner;
    this.#page = page;
    this.#offset = offset;
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

  /** @internal */
  restart(page: SeriesPage, offset: number, values: Float64Array, at: number): void {
    this.move(values, at);
    this.#page = page;
    this.#offset = offset;
  }

  /** Makes the series count as changed at the next scrape. @internal */
  protected touch(): void {
    this.#page?.touch(this.#offset);
  }

  /** Sets the creation time of the series, in seconds since the Unix epoch. @internal */
  protected set created(seconds: number) {
    if (this.#page !== undefined) this.#page.created[this.#offset] = seconds;
  }

  /** The data of the series in addition to its values. @internal */
  protected get detail(): SeriesDetail | undefined {
    return this.#page?.detail(this.#offset);
  }

  /** @internal */
  protected set detail(detail: SeriesDetail) {
    this.#page?.setDetail(this.#offset, detail);
  }

  /**
   * Sets the exemplar of a bucket.
   *
   * @param bucket - the index of the bucket; 0 for a counter
   * @param since - exemplars newer than this are not replaced, in seconds since the Unix epoch
   * @internal
   */
  protected setExemplar(bucket: number, labels: Labels, value: number, since: number = Number.POSITIVE_INFINITY): void {
    const exemplar = exemplarOf(labels, value);
    if (exemplar === undefined) this.owner.countDroppedExemplar();
    else this.storeExemplar(bucket, exemplar, since);
  }

  /**
   * Samples an update: sometimes sets an exemplar from a source, if the bucket has none or an old one.
   *
   * @param stream - the index of the sampler; updates with the same index share one sampler
   * @internal
   */
  protected sample(bucket: number, value: number, source: ExemplarSource, stream: number = bucket): void {
    this.#samplers ??= [];
    let sampler = this.#samplers[stream];
    if (sampler === undefined) {
      sampler = new ExemplarSampler();
      this.#samplers[stream] = sampler;
    }
    if (sampler.shouldSkip()) return;
    const now = epochSeconds();
    sampler.recordSample(now);
    const since = now - source.minRetentionSeconds;
    if (!this.acceptsExemplar(bucket, value, since)) return;
    const labels = source.labels();
    if (labels !== undefined) this.setExemplar(bucket, labels, value, since);
  }

  /** Whether an exemplar of a value can be stored without replacing one newer than `since`. @internal */
  protected acceptsExemplar(bucket: number, _value: number, since: number): boolean {
    return this.#isReplaceable(bucket, since);
  }

  /** Stores an exemplar unless it would replace one newer than `since`. @internal */
  protected storeExemplar(bucket: number, exemplar: TimedExemplar, since: number): void {
    if (!this.#isReplaceable(bucket, since)) return;
    const exemplars = (this.detail?.exemplars as (TimedExemplar | undefined)[] | undefined) ?? [];
    exemplars[bucket] = exemplar;
    if (this.detail?.exemplars === undefined) this.detail = Object.assign(this.detail ?? {}, { exemplars });
  }

  #isReplaceable(bucket: number, since: number): boolean {
    const current = this.detail?.exemplars?.[bucket];
    return current === undefined || current.timestamp <= since;
  }
}
