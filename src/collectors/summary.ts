import { activeClock } from "../globals/clock.js";
import type { Bound, RemainingLabels } from "../model/bound.js";
import type { SummaryChild, UpdateOptions } from "../model/children.js";
import type { SeriesDetail } from "../model/families/collector-series.js";
import type { Quantile } from "../model/families/metric.js";
import type { LabelledArguments, LabelSchema, LabelValues } from "../model/labels.js";
import type { SummaryValue } from "../model/series-values.js";
import type { SummarySpecOptions } from "../model/specs.js";
import type { RunningTimer } from "../model/timers.js";
import { checkQuantiles } from "../validation/quantiles.js";
import { checkUpdateOptions } from "../validation/update-options.js";
import { bindLabels } from "./bound/bound-labels.js";
import { BoundObserver } from "./bound/bound-observer.js";
import { type ChildOwner, CollectorChild } from "./collector-child.js";
import type { CollectedForm, FunctionBackedOptions } from "./families/function-backed.js";
import { SlidingWindow } from "./quantiles/sliding-window.js";
import { rejectValue } from "./reject-value.js";
import { areLabels } from "./storage/label-values.js";
import { readSummary } from "./storage/read-metrics.js";
import type { SeriesKind } from "./storage/series-kind.js";
import type { SeriesPage } from "./storage/series-page.js";
import { PAGE_MASK } from "./storage/slots.js";
import { startChildTimer } from "./timing/start-timer.js";
import { timeFunction } from "./timing/time-function.js";
import { TimingCollector } from "./timing/timing-collector.js";

/** Options for {@link Summary}. */
export interface SummaryOptions<L extends LabelSchema = LabelSchema>
  extends SummarySpecOptions<L>,
    FunctionBackedOptions<L, CollectedSummary> {}

/** The value of a series of a summary with a `collect` function. */
export interface CollectedSummary
  extends Pick<SummaryValue, "count" | "sum">,
    Partial<Pick<SummaryValue, "quantiles">> {}

/**
 * Returns how a summary stores a series, and a function that creates the sliding window of one if it has quantiles.
 *
 * @internal
 */
export function summarySettings(
  name: string,
  {
    quantiles,
    maxAgeSeconds = 600,
    ageBuckets = 5,
  }: Pick<SummarySpecOptions, "quantiles" | "maxAgeSeconds" | "ageBuckets">,
): {
  readonly seriesKind: SeriesKind & { readonly compatibilityKey: string };
  readonly newWindow: ((nowSeconds: number) => SlidingWindow) | undefined;
} {
  const targets = quantiles === undefined ? [] : checkQuantiles(name, quantiles);
  const compatibilityKey = JSON.stringify({ targets, maxAgeSeconds, ageBuckets });
  return {
    seriesKind: { stride: 2, readSeries: readSummary, compatibilityKey },
    newWindow: targets.length === 0 ? undefined : (now) => new SlidingWindow(targets, maxAgeSeconds, ageBuckets, now),
  };
}

/**
 * Observations as a count and a sum, which suffice for averages and rates, and optionally as quantiles over a sliding
 * window of time. Quantiles of several processes cannot be aggregated. Use a histogram if there is more than one
 * process.
 *
 * @example
 * ```ts
 * const bytes = new Summary({ name: "response_size_bytes", help: "Size of responses." });
 * bytes.observe(1420);
 * ```
 */
export class Summary<const L extends LabelSchema = readonly []> extends TimingCollector<"summary", L, SummaryChild> {
  readonly #newWindow: ((nowSeconds: number) => SlidingWindow) | undefined;

  /**
   * @param options - name, help, labels, quantiles and registry
   * @throws {TypeError | RangeError} if an option is invalid
   * @throws {Error} if the registry already has a metric of this name
   */
  constructor(options: SummaryOptions<L>) {
    let newWindow: ((nowSeconds: number) => SlidingWindow) | undefined;
    super("summary", options, ({ name }) => {
      const checked = summarySettings(name, options);
      newWindow = checked.newWindow;
      return checked.seriesKind;
    });
    this.#newWindow = newWindow;
    return this.begin(options);
  }

  /**
   * Records one observation.
   *
   * @param args - the label values if the summary has labels, then the value in base units. Options are accepted so
   * that a summary can replace a histogram, but a summary has no exemplars.
   * @throws {TypeError} if the value is not a number, or a label is missing or unknown
   */
  observe(...args: LabelledArguments<L, [value: number, options?: UpdateOptions]>): void;
  observe(first?: unknown, second?: unknown, third?: UpdateOptions): void {
    if (this.single !== undefined && !areLabels(first)) {
      this.single.observe(first as number, second as UpdateOptions);
      return;
    }
    if (third !== undefined) checkUpdateOptions(this.name, third);
    if (typeof second !== "number") this.checkUpdate(second);
    if (this.#newWindow !== undefined) {
      this.labels(first as LabelValues<L>).observe(second as number);
      return;
    }
    const slot = this.slotFor(first as LabelValues<L>);
    record(this.pageOf(slot).values, (slot & PAGE_MASK) * 2, second as number);
  }

  /**
   * Returns the count, sum and quantiles, or `undefined` if there is no such series.
   *
   * @param args - the label values if the summary has labels
   */
  get(...args: LabelledArguments<L, []>): SummaryValue | undefined;
  get(labels?: unknown): SummaryValue | undefined {
    return this.existing(labels as LabelValues<L>)?.get();
  }

  /**
   * Binds some labels. Nothing is created before the first update.
   *
   * @param labels - the values of some of the labels
   * @returns a summary with the remaining labels, whose updates are those of this one
   * @throws {TypeError | RangeError} if a label is unknown or its value is invalid
   */
  withLabels<const Names extends keyof LabelValues<L>>(
    labels: Pick<LabelValues<L>, Names>,
  ): Bound<Summary<RemainingLabels<L, Names>>> {
    return new BoundObserver(this, bindLabels(this.definition, labels)) as never;
  }

  /** @internal */
  protected override collectedForm(): CollectedForm {
    return summaryForm;
  }

  /** @internal */
  override checkUpdate(value: unknown): void {
    if (typeof value === "number") return;
    this.requireUpdatable();
    rejectValue(this.name, value);
  }

  /** @internal */
  protected override makeChild(page: SeriesPage, offset: number, values: Float64Array, at: number): LiveSummaryChild {
    if (this.#newWindow === undefined) return new LiveSummaryChild(this, page, offset, values, at);
    return new QuantileSummaryChild(this, page, offset, values, at, this.#newWindow);
  }
}

/** The child of a summary. */
class LiveSummaryChild extends CollectorChild implements SummaryChild {
  observe(value: number, options?: UpdateOptions): void {
    if (options !== undefined) checkUpdateOptions(this.owner.name, options);
    if (typeof value !== "number") rejectValue(this.owner.name, value);
    record(this.values, this.at, value);
  }

  startTimer(): RunningTimer<readonly []> {
    return startChildTimer(this.owner.name, this);
  }

  time<R>(run: () => R): R {
    return timeFunction(this.owner, run, () => this.startTimer());
  }

  get(): SummaryValue {
    const [count, sum] = [this.values[this.at] as number, this.values[this.at + 1] as number];
    return { count, sum, quantiles: this.detail?.quantiles?.() ?? [] };
  }
}

/** The quantiles of a series. They belong to the series: its child may be garbage-collected before it. */
class QuantileDetail implements SeriesDetail {
  readonly window: SlidingWindow;

  constructor(window: SlidingWindow) {
    this.window = window;
  }

  quantiles(): readonly Quantile[] {
    return this.window.read(monotonicSeconds());
  }
}

/** The child of a summary with quantiles. */
class QuantileSummaryChild extends LiveSummaryChild {
  readonly #newWindow: (nowSeconds: number) => SlidingWindow;
  #window: SlidingWindow;

  constructor(
    owner: ChildOwner,
    page: SeriesPage,
    offset: number,
    values: Float64Array,
    at: number,
    newWindow: (nowSeconds: number) => SlidingWindow,
  ) {
    super(owner, page, offset, values, at);
    this.#newWindow = newWindow;
    this.#window = this.#begin();
  }

  override restart(page: SeriesPage, offset: number, values: Float64Array, at: number): void {
    super.restart(page, offset, values, at);
    this.#window = this.#begin();
  }

  override observe(value: number, options?: UpdateOptions): void {
    super.observe(value, options);
    this.#window.observe(value, monotonicSeconds());
  }

  /** Returns the window of the series, or a new one if it has none. */
  #begin(): SlidingWindow {
    const existing = this.detail as QuantileDetail | undefined;
    const detail = existing ?? new QuantileDetail(this.#newWindow(monotonicSeconds()));
    this.detail = detail;
    return detail.window;
  }
}

/** The form of the values that the callback of a summary returns. */
const summaryForm: CollectedForm = {
  words: "an object of count and sum",
  read(_, value) {
    const { count, sum, quantiles = [] } = (value ?? {}) as Partial<SummaryValue>;
    return typeof count === "number" && typeof sum === "number" ? { count, sum, quantiles } : undefined;
  },
};

function monotonicSeconds(): number {
  return activeClock.current.monotonic() / 1000;
}

function record(values: Float64Array, at: number, value: number): void {
  (values[at] as number) += 1;
  (values[at + 1] as number) += value;
}
