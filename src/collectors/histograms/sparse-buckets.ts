import { epochSeconds } from "../../globals/clock.js";
import type { NativeBuckets, TimedExemplar } from "../../model/families/metric.js";
import { BucketCounts } from "./bucket-counts.js";
import { halvedIndex, NativeSchema } from "./native-schema.js";
import type { NativeSettings } from "./native-settings.js";

/**
 * The native buckets of one child of a histogram. When an observation populates more buckets than allowed, the buckets
 * are reset if they are old enough. Otherwise the zero bucket is widened as far as allowed, and then the resolution is
 * halved as often as needed. Once the buckets are old enough, a reset also restores the width and the resolution. It
 * takes place at the first observation after a snapshot, when the fewest observations since the last scrape are lost.
 * This also avoids a reading of the clock for each observation.
 *
 * @internal
 */
export class SparseBuckets {
  /** The time of the last reset, in seconds since the Unix epoch. */
  created: number;
  readonly #settings: NativeSettings;
  #schema: NativeSchema;
  #zeroThreshold = 0;
  #zeroCount = 0;
  #positive = new BucketCounts();
  #negative = new BucketCounts();
  /** Whether the limit of buckets was exceeded since the last reset. */
  #limited = false;
  /** Whether the next observation checks if a reset is due. */
  #checksReset = false;

  /**
   * @param settings - the settings of the histogram
   * @param created - the current time, in seconds since the Unix epoch
   */
  constructor(settings: NativeSettings, created: number) {
    this.created = created;
    this.#settings = settings;
    this.#schema = settings.schema;
    this.#zeroThreshold = settings.zeroThreshold;
  }

  /**
   * Counts an observation. NaN belongs to no bucket.
   *
   * @returns whether the buckets were reset and contain only this observation. The caller must then set the count, the
   * sum and the classic buckets to 0 before it adds the observation, and read `created` again.
   */
  observe(value: number): boolean {
    if (this.#checksReset) return this.#observeAfterSnapshot(value);
    const magnitude = Math.abs(value);
    if (!(magnitude > this.#zeroThreshold)) return this.#observeZero(value);
    const counts = value > 0 ? this.#positive : this.#negative;
    return counts.add(this.#schema.indexOf(magnitude), 1) && this.#limit(value);
  }

  /** Counts a value in the zero bucket. */
  #observeZero(value: number): false {
    if (!Number.isNaN(value)) this.#zeroCount++;
    return false;
  }

  /** Counts the first observation after a snapshot of limited buckets. */
  #observeAfterSnapshot(value: number): boolean {
    if (Number.isNaN(value)) return false;
    const reset = this.#resetIfDue();
    return this.observe(value) || reset;
  }

  /**
   * Returns the current buckets.
   *
   * @param exemplars - the exemplars to show with them
   */
  snapshot(exemplars: readonly TimedExemplar[] = []): NativeBuckets {
    this.#checksReset = this.#limited;
    const positive = this.#positive.spans();
    const negative = this.#negative.spans();
    return {
      schema: this.#schema.schema,
      zeroThreshold: this.#zeroThreshold,
      zeroCount: this.#zeroCount,
      positiveSpans: positive.spans,
      positiveCounts: positive.counts,
      negativeSpans: negative.spans,
      negativeCounts: negative.counts,
      exemplars,
    };
  }

  get #populated(): number {
    return this.#positive.size + this.#negative.size;
  }

  /**
   * Reduces the number of buckets to the limit after a value that populated one more. Returns whether it reset them.
   */
  #limit(value: number): boolean {
    const { maxBuckets } = this.#settings;
    if (this.#populated <= maxBuckets) return false;
    if (this.#resetIfDue()) {
      this.observe(value);
      return true;
    }
    this.#limited = true;
    while (this.#populated > maxBuckets && this.#widenZeroBucket());
    while (this.#populated > maxBuckets && this.#halveResolution());
    return false;
  }

  #resetIfDue(): boolean {
    this.#checksReset = false;
    const now = epochSeconds();
    if (now - this.created < this.#settings.minResetSeconds) return false;
    this.created = now;
    this.#schema = this.#settings.schema;
    this.#zeroThreshold = this.#settings.zeroThreshold;
    this.#zeroCount = 0;
    this.#positive = new BucketCounts();
    this.#negative = new BucketCounts();
    this.#limited = false;
    return true;
  }

  /** Merges the buckets nearest to 0 into the zero bucket, if it may grow that far. */
  #widenZeroBucket(): boolean {
    const sides = [this.#positive, this.#negative];
    const nearest = Math.min(...sides.map((counts) => counts.indexes()[0] ?? Number.POSITIVE_INFINITY));
    const threshold = this.#schema.upperBound(nearest);
    if (!(threshold <= this.#settings.maxZeroThreshold)) return false;
    this.#zeroThreshold = threshold;
    for (const counts of sides) {
      this.#zeroCount += counts.remap((index) => (index === nearest ? undefined : index));
    }
    return true;
  }

  #halveResolution(): boolean {
    if (!this.#schema.canHalve) return false;
    this.#schema = NativeSchema.of(this.#schema.schema - 1);
    this.#positive.remap((index) => halvedIndex(index));
    this.#negative.remap((index) => halvedIndex(index));
    return true;
  }
}
