import { activeExemplarSource } from "../../globals/exemplar-source.js";
import type { HistogramChild, UpdateOptions } from "../../model/children.js";
import type { Bucket } from "../../model/families/metric.js";
import type { HistogramValue } from "../../model/series-values.js";
import type { RunningTimer } from "../../model/timers.js";
import { checkUpdateOptions } from "../../validation/update-options.js";
import { type ChildOwner, CollectorChild } from "../collector-child.js";
import { rejectValue } from "../reject-value.js";
import type { SeriesPage } from "../storage/series-page.js";
import { startChildTimer } from "../timing/start-timer.js";
import { timeFunction } from "../timing/time-function.js";
import { cumulativeBuckets } from "./cumulative-buckets.js";

/** @internal */
export class LiveHistogramChild extends CollectorChild implements HistogramChild {
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
    if (options !== undefined) checkUpdateOptions(this.owner.name, options);
    if (typeof value !== "number") rejectValue(this.owner.name, value);
    const bucket = record(this.values, this.at, this.#bounds, value);
    if (options?.exemplar !== undefined) this.setExemplar(bucket, options.exemplar, value);
    else if (activeExemplarSource.current !== undefined) this.sample(bucket, value, activeExemplarSource.current);
  }

  startTimer(): RunningTimer<readonly []> {
    return startChildTimer(this.owner.name, this);
  }

  time<R>(run: () => R): R {
    return timeFunction(this.owner, run, () => this.startTimer());
  }

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
