import { activeExemplarSource } from "../../globals/exemplar-source.js";
import type { ObserverChild, UpdateOptions } from "../../model/children.js";
import type { Bucket } from "../../model/metric.js";
import { type ChildOwner, CollectorChild } from "../collector-child.js";
import { rejectValue } from "../reject-value.js";
import type { SeriesPage } from "../storage/series-page.js";
import { cumulativeBuckets } from "./cumulative-buckets.js";

/** The value of a series of a histogram. */
export interface HistogramValue {
  /** The number of observations. */
  readonly count: number;
  /** The sum of the observations. */
  readonly sum: number;
  /** The buckets by increasing bound, with cumulative counts and exemplars. The last bound is `Infinity`. */
  readonly buckets: readonly Bucket[];
}

/** The child of a histogram. */
export class HistogramChild extends CollectorChild implements ObserverChild {
  readonly #bounds: readonly number[];

  /** @internal */
  constructor(
    owner: ChildOwner & { bounds: readonly number[] },
    page: SeriesPage,
    offset: number,
    values: Float64Array,
    at: number,
  ) {
    super(owner, page, offset, values, at);
    this.#bounds = owner.bounds;
  }

  /** The number of values that the series has. @internal */
  protected get stride(): number {
    return this.#bounds.length + 2;
  }

  observe(value: number, options?: UpdateOptions): void {
    if (typeof value !== "number") rejectValue(this.owner.name, value);
    const bucket = record(this.values, this.at, this.#bounds, value);
    if (options?.exemplar !== undefined) this.setExemplar(bucket, options.exemplar, value);
    else if (activeExemplarSource.current !== undefined) this.sample(bucket, value, activeExemplarSource.current);
  }

  /** Returns the current count, sum and buckets with their exemplars. */
  get(): HistogramValue {
    const buckets = cumulativeBuckets(this.#bounds, this.values, this.at, this.detail?.exemplars);
    const sum = this.values[this.at + buckets.length] as number;
    return { count: (buckets.at(-1) as Bucket).count, sum, buckets };
  }
}

/** Counts a value in its bucket and returns the index of the bucket. NaN is counted in the last one. @internal */
export function record(values: Float64Array, at: number, bounds: readonly number[], value: number): number {
  let low = 0;
  let high = bounds.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (value <= (bounds[middle] as number)) high = middle;
    else low = middle + 1;
  }
  (values[at + low] as number) += 1;
  (values[at + bounds.length + 1] as number) += value;
  return low;
}
