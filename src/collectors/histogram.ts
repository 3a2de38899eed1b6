import { checkBuckets } from "../metadata/check-buckets.js";
import { checkNative } from "../metadata/check-native.js";
import type { HistogramOptions as HistogramSpecOptions } from "../metadata/spec.js";
import type { UpdateOptions } from "../model/children.js";
import { exemplarSource } from "../model/exemplar-source.js";
import type { LabelledArguments, LabelSchema, LabelValues } from "../model/labels.js";
import { PAGE_SIZE } from "../model/live.js";
import { DEFAULT_BUCKETS } from "./buckets.js";
import { HistogramSeries, type HistogramValue, record, refuseValue } from "./histogram-series.js";
import { areLabels } from "./label-values.js";
import { readHistogram } from "./live-metrics.js";
import { NativeHistogramSeries } from "./native-histogram-series.js";
import { type NativeLayout, nativeLayout } from "./native-layout.js";
import type { LiveOptions } from "./registration.js";
import type { SlabPage } from "./series-page.js";
import { TimingCollector } from "./timing-collector.js";

/** What a live histogram is made from. */
export interface HistogramOptions<L extends LabelSchema = LabelSchema> extends HistogramSpecOptions<L>, LiveOptions {}

/**
 * Observations counted in buckets: the way to measure durations and sizes when quantiles are wanted over many processes.
 *
 * @example
 * ```ts
 * const seconds = new Histogram({ name: "request_duration_seconds", help: "Time to answer.", buckets: [0.01, 0.1, 1] });
 * seconds.observe(0.07);
 * const answer = await seconds.time(() => answerRequest());
 * ```
 */
export class Histogram<const L extends LabelSchema = readonly []> extends TimingCollector<
  "histogram",
  L,
  HistogramSeries
> {
  /** @internal */
  readonly bounds: readonly number[];
  readonly #native: NativeLayout | undefined;

  /**
   * @param options - name, help, labels, buckets and registry
   * @throws TypeError or RangeError that names the metric and the rule; Error when the registry has such a name already
   */
  constructor(options: HistogramOptions<L>) {
    let bounds: readonly number[] = [];
    let native: NativeLayout | undefined;
    super("histogram", options, ({ name }) => {
      const limits = checkNative(name, options.native);
      native = limits && nativeLayout(limits);
      bounds = checkBuckets(name, options.buckets ?? (native === undefined ? DEFAULT_BUCKETS : []));
      return {
        stride: bounds.length + 2,
        readSeries: readHistogram,
        bounds,
        shape: JSON.stringify({ buckets: bounds, native: options.native }),
      };
    });
    this.bounds = bounds;
    this.#native = native;
    return this.begin(options);
  }

  /**
   * Records one observation.
   *
   * @param args - label values (where there are labels), then the value in base units, then an exemplar
   * @throws TypeError when the value is not a number, or a label is missing or unknown
   */
  observe(...args: LabelledArguments<L, [value: number, options?: UpdateOptions]>): void;
  observe(first?: unknown, second?: unknown, third?: UpdateOptions): void {
    if (this.single !== undefined && !areLabels(first)) {
      this.single.observe(first as number, second as UpdateOptions);
      return;
    }
    if (third !== undefined || this.#native !== undefined || exemplarSource.current !== undefined) {
      this.labels(first as LabelValues<L>).observe(second as number, third);
      return;
    }
    if (typeof second !== "number") refuseValue(this.name, second);
    const slot = this.slotFor(first as LabelValues<L>);
    record(this.place(slot).values, (slot % PAGE_SIZE) * (this.bounds.length + 2), this.bounds, second as number);
  }

  /**
   * Count, sum and buckets, or `undefined` if there is no such series.
   *
   * @param args - label values, where there are labels
   */
  get(...args: LabelledArguments<L, []>): HistogramValue | undefined;
  get(labels?: unknown): HistogramValue | undefined {
    return this.existing(labels as LabelValues<L>)?.get();
  }

  /** @internal */
  protected override recordSeconds(child: HistogramSeries, seconds: number): void {
    child.observe(seconds);
  }

  /** @internal */
  protected override makeChild(page: SlabPage, slot: number, values: Float64Array, at: number): HistogramSeries {
    if (this.#native === undefined) return new HistogramSeries(this, page, slot, values, at);
    return new NativeHistogramSeries(this, page, slot, values, at, this.#native);
  }
}
