import { clock } from "../../globals/clock.js";
import type { Exemplar, NativeBuckets } from "../../model/metric.js";
import { BucketCounts } from "./bucket-counts.js";
import { halvedIndex, NativeSchema } from "./native-schema.js";
import type { NativeSettings } from "./native-settings.js";

/**
 * The sparse buckets of one child of a native histogram. When an observation populates more buckets than allowed, the
 * buckets begin anew if they are old enough; else the zero bucket is widened as far as it may be, and then the resolution
 * is halved as often as needed. Once the buckets are old enough, a reset undoes that too. It comes with the first
 * observation after a snapshot: then the fewest observations are lost between two scrapes, and the clock is not read for
 * each of them.
 *
 * @internal
 */
export class SparseBuckets {
  /** Since when the buckets count, in seconds since the Unix epoch. */
  created: number;
  readonly #layout: NativeSettings;
  #schema: NativeSchema;
  #zeroThreshold = 0;
  #zeroCount = 0;
  #positive = new BucketCounts();
  #negative = new BucketCounts();
  /** Whether the limit was exceeded since the last reset. */
  #limited = false;
  /** Whether the next observation looks if a reset is due. */
  #awaitsReset = false;

  /**
   * @param layout - the histogram's options
   * @param created - the time now, in seconds since the Unix epoch
   */
  constructor(layout: NativeSettings, created: number) {
    this.created = created;
    this.#layout = layout;
    this.#schema = layout.schema;
    this.#zeroThreshold = layout.zeroThreshold;
  }

  /**
   * Counts an observation; NaN belongs to no bucket.
   *
   * @returns whether the buckets were reset and hold this observation alone: the count, the sum and the classic buckets
   *   beside them must then begin at 0 too, before the observation is added to them, and `created` has moved
   */
  observe(value: number): boolean {
    if (this.#awaitsReset) return this.#observeAwaited(value);
    const magnitude = Math.abs(value);
    if (!(magnitude > this.#zeroThreshold)) return this.#observeZero(value);
    const counts = value > 0 ? this.#positive : this.#negative;
    return counts.add(this.#schema.indexOf(magnitude), 1) && this.#limit(value);
  }

  /** Counts a value of the zero bucket. */
  #observeZero(value: number): false {
    if (!Number.isNaN(value)) this.#zeroCount++;
    return false;
  }

  /** Counts the first observation after a snapshot of limited buckets. */
  #observeAwaited(value: number): boolean {
    if (Number.isNaN(value)) return false;
    const reset = this.#resetIfDue();
    return this.observe(value) || reset;
  }

  /**
   * The buckets as they are now.
   *
   * @param exemplars - to show with them
   */
  snapshot(exemplars: readonly Exemplar[] = []): NativeBuckets {
    this.#awaitsReset = this.#limited;
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

  /** Brings the number of buckets back under the limit after a value that populated one more; says whether by a reset. */
  #limit(value: number): boolean {
    const { maxBuckets } = this.#layout;
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
    this.#awaitsReset = false;
    const now = clock.current.now() / 1000;
    if (now - this.created < this.#layout.minResetSeconds) return false;
    this.created = now;
    this.#schema = this.#layout.schema;
    this.#zeroThreshold = this.#layout.zeroThreshold;
    this.#zeroCount = 0;
    this.#positive = new BucketCounts();
    this.#negative = new BucketCounts();
    this.#limited = false;
    return true;
  }

  /** Takes the buckets nearest to 0 into the zero bucket, if it may grow that far. */
  #widenZeroBucket(): boolean {
    const sides = [this.#positive, this.#negative];
    const nearest = Math.min(...sides.map((counts) => counts.indexes()[0] ?? Number.POSITIVE_INFINITY));
    const threshold = this.#schema.upperBound(nearest);
    if (!(threshold <= this.#layout.maxZeroThreshold)) return false;
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
