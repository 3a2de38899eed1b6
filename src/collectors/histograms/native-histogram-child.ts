import type { ExemplarSource } from "../../globals/exemplar-source.js";
import type { UpdateOptions } from "../../model/children.js";
import type { SeriesDetail } from "../../model/families/collector-series.js";
import type { NativeBuckets, TimedExemplar } from "../../model/families/metric.js";
import type { HistogramValue } from "../../model/series-values.js";
import { checkUpdateOptions } from "../../validation/update-options.js";
import type { ChildOwner } from "../collector-child.js";
import { ExemplarReservoir, octaveOf } from "../exemplars/exemplar-reservoir.js";
import type { SeriesPage } from "../storage/series-page.js";
import { LiveHistogramChild } from "./histogram-child.js";
import type { NativeSettings } from "./native-settings.js";
import { SparseBuckets } from "./sparse-buckets.js";

/** The number of samplers. Octaves whose distance is a multiple of it share one. */
const samplers = 16;

/** The native buckets of a series. They belong to the series: its child may be garbage-collected before it. */
class NativeDetail implements SeriesDetail {
  readonly sparse: SparseBuckets;
  exemplars: (TimedExemplar | undefined)[] | undefined;
  reservoir: ExemplarReservoir | undefined;

  constructor(sparse: SparseBuckets) {
    this.sparse = sparse;
  }

  native(): NativeBuckets {
    return this.sparse.snapshot(this.reservoir?.all);
  }

  /** Removes the exemplars of earlier observations. */
  removeExemplars(): void {
    this.exemplars = undefined;
    this.reservoir = undefined;
  }
}

/** The child of a histogram with native buckets, with or without classic ones. @internal */
export class NativeHistogramChild extends LiveHistogramChild {
  readonly #settings: NativeSettings;
  /** Set by the constructor. */
  #native = undefined as unknown as NativeDetail;
  #sparse = undefined as unknown as SparseBuckets;

  constructor(
    owner: ChildOwner & { bounds: readonly number[] },
    page: SeriesPage,
    offset: number,
    values: Float64Array,
    at: number,
    settings: NativeSettings,
  ) {
    super(owner, page, offset, values, at);
    this.#settings = settings;
    this.#begin(page.created[offset] as number);
  }

  override restart(page: SeriesPage, offset: number, values: Float64Array, at: number): void {
    super.restart(page, offset, values, at);
    this.#begin(page.created[offset] as number);
  }

  override observe(value: number, options?: UpdateOptions): void {
    if (options !== undefined) checkUpdateOptions(this.owner.name, options);
    if (typeof value === "number" && this.#sparse.observe(value)) {
      this.values.fill(0, this.at, this.at + this.stride);
      this.created = this.#sparse.created;
      this.#native.removeExemplars();
    }
    super.observe(value, options);
  }

  override get(): HistogramValue {
    return { ...super.get(), native: this.#native.native() };
  }

  protected override sample(bucket: number, value: number, source: ExemplarSource): void {
    super.sample(bucket, value, source, octaveOf(value) & (samplers - 1));
  }

  protected override acceptsExemplar(bucket: number, value: number, since: number): boolean {
    return super.acceptsExemplar(bucket, value, since) || this.#native.reservoir?.accepts(value, since) !== false;
  }

  protected override storeExemplar(bucket: number, exemplar: TimedExemplar, since: number): void {
    super.storeExemplar(bucket, exemplar, since);
    this.#native.reservoir ??= new ExemplarReservoir();
    if (this.#native.reservoir.accepts(exemplar.value, since)) this.#native.reservoir.add(exemplar);
  }

  /** Uses the buckets of the series, or begins with empty ones if it has none. */
  #begin(created: number): void {
    const existing = this.detail as NativeDetail | undefined;
    this.#native = existing ?? new NativeDetail(new SparseBuckets(this.#settings, created));
    this.#sparse = this.#native.sparse;
    this.detail = this.#native;
  }
}
