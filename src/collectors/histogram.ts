import { activeExemplarSource } from "../globals/exemplar-source.js";
import type { Bound, RemainingLabels } from "../model/bound.js";
import type { HistogramChild, UpdateOptions } from "../model/children.js";
import type { LabelledArguments, LabelSchema, LabelValues } from "../model/labels.js";
import type { HistogramValue } from "../model/series-values.js";
import type { HistogramSpecOptions } from "../model/specs.js";
import { checkBuckets } from "../validation/buckets.js";
import { checkNativeHistogram } from "../validation/native-histogram.js";
import { checkUpdateOptions } from "../validation/update-options.js";
import { bindLabels } from "./bound/bound-labels.js";
import { BoundObserver } from "./bound/bound-observer.js";
import type { CollectedForm, FunctionBackedOptions } from "./families/function-backed.js";
import { DEFAULT_BUCKETS } from "./histograms/buckets.js";
import { histogramForm } from "./histograms/collected-histogram.js";
import { LiveHistogramChild, record } from "./histograms/histogram-child.js";
import { NativeHistogramChild } from "./histograms/native-histogram-child.js";
import { type NativeSettings, nativeSettings } from "./histograms/native-settings.js";
import { rejectValue } from "./reject-value.js";
import { areLabels } from "./storage/label-values.js";
import { readHistogram } from "./storage/read-metrics.js";
import type { SeriesKind } from "./storage/series-kind.js";
import type { SeriesPage } from "./storage/series-page.js";
import { PAGE_MASK } from "./storage/slots.js";
import { TimingCollector } from "./timing/timing-collector.js";

/** Options for {@link Histogram}. */
export interface HistogramOptions<L extends LabelSchema = LabelSchema>
  extends HistogramSpecOptions<L>,
    FunctionBackedOptions<L, HistogramValue> {}

/** How a histogram stores a series, and the settings of its native buckets. */
interface HistogramSettings {
  readonly seriesKind: SeriesKind & { readonly bounds: readonly number[]; readonly compatibilityKey: string };
  readonly native: NativeSettings | undefined;
}

/** The settings of histograms that set neither `buckets` nor `native`, which share them. */
let defaultSettings: HistogramSettings | undefined;

/**
 * Returns how a histogram stores a series, and the settings of its native buckets.
 *
 * @internal
 */
export function histogramSettings(
  name: string,
  { buckets, native }: Pick<HistogramSpecOptions, "buckets" | "native">,
): HistogramSettings {
  if (buckets === undefined && native === undefined) {
    defaultSettings ??= settingsFor(checkBuckets(name, DEFAULT_BUCKETS), undefined, undefined);
    return defaultSettings;
  }
  const limits = checkNativeHistogram(name, native);
  const bounds = checkBuckets(name, buckets ?? (limits === undefined ? DEFAULT_BUCKETS : []));
  return settingsFor(bounds, native, limits && nativeSettings(limits));
}

function settingsFor(
  bounds: readonly number[],
  given: HistogramSpecOptions["native"],
  native: NativeSettings | undefined,
): HistogramSettings {
  const compatibilityKey = JSON.stringify({ buckets: bounds, native: given });
  return { seriesKind: { stride: bounds.length + 2, readSeries: readHistogram, bounds, compatibilityKey }, native };
}

/**
 * Observations counted in buckets, such as durations and sizes. Prometheus can compute quantiles over many processes
 * from them.
 *
 * @example
 * ```ts
 * const seconds = new Histogram({
 *   name: "request_duration_seconds",
 *   help: "Time to answer.",
 *   buckets: [0.01, 0.1, 1],
 * });
 * seconds.observe(0.07);
 * const answer = await seconds.time(() => answerRequest());
 * ```
 */
export class Histogram<const L extends LabelSchema = readonly []> extends TimingCollector<
  "histogram",
  L,
  HistogramChild
> {
  /** @internal */
  readonly bounds: readonly number[];
  readonly #native: NativeSettings | undefined;

  /**
   * @param options - name, help, labels, buckets and registry
   * @throws {TypeError | RangeError} if an option is invalid
   * @throws {Error} if the registry already has a metric of this name
   */
  constructor(options: HistogramOptions<L>) {
    let bounds: readonly number[] = [];
    let native: NativeSettings | undefined;
    super("histogram", options, ({ name }) => {
      const checked = histogramSettings(name, options);
      native = checked.native;
      bounds = checked.seriesKind.bounds;
      return checked.seriesKind;
    });
    this.bounds = bounds;
    this.#native = native;
    return this.begin(options);
  }

  /**
   * Records one observation.
   *
   * @param args - the label values if the histogram has labels, then the value in base units, then an exemplar
   * @throws {TypeError} if the value is not a number, or a label is missing or unknown
   */
  observe(...args: LabelledArguments<L, [value: number, options?: UpdateOptions]>): void;
  observe(first?: unknown, second?: unknown, third?: UpdateOptions): void {
    if (this.single !== undefined && !areLabels(first)) {
      this.single.observe(first as number, second as UpdateOptions);
      return;
    }
    if (typeof second !== "number") this.checkUpdate(second);
    if (third !== undefined || this.#native !== undefined || activeExemplarSource.current !== undefined) {
      if (third !== undefined) checkUpdateOptions(this.name, third);
      this.labels(first as LabelValues<L>).observe(second as number, third);
      return;
    }
    const slot = this.slotFor(first as LabelValues<L>);
    record(this.pageOf(slot).values, (slot & PAGE_MASK) * (this.bounds.length + 2), this.bounds, second as number);
  }

  /**
   * Returns the count, sum and buckets, or `undefined` if there is no such series.
   *
   * @param args - the label values if the histogram has labels
   */
  get(...args: LabelledArguments<L, []>): HistogramValue | undefined;
  get(labels?: unknown): HistogramValue | undefined {
    return this.existing(labels as LabelValues<L>)?.get();
  }

  /**
   * Binds some labels. Nothing is created before the first update.
   *
   * @param labels - the values of some of the labels
   * @returns a histogram with the remaining labels, whose updates are those of this one
   * @throws {TypeError | RangeError} if a label is unknown or its value is invalid
   */
  withLabels<const Names extends keyof LabelValues<L>>(
    labels: Pick<LabelValues<L>, Names>,
  ): Bound<Histogram<RemainingLabels<L, Names>>> {
    return new BoundObserver(this, bindLabels(this.definition, labels)) as never;
  }

  /** @internal */
  protected override collectedForm(): CollectedForm {
    return histogramForm(this.bounds);
  }

  /** @internal */
  override checkUpdate(value: unknown): void {
    if (typeof value === "number") return;
    this.requireUpdatable();
    rejectValue(this.name, value);
  }

  /** @internal */
  protected override makeChild(page: SeriesPage, offset: number, values: Float64Array, at: number): LiveHistogramChild {
    if (this.#native === undefined) return new LiveHistogramChild(this, page, offset, values, at);
    return new NativeHistogramChild(this, page, offset, values, at, this.#native);
  }
}
