import type { ExemplarSource } from "../../globals/exemplar-source.js";
import type { UpdateOptions } from "../../model/children.js";
import type { Exemplar } from "../../model/metric.js";
import type { ChildOwner } from "../collector-child.js";
import { ExemplarReservoir, octaveOf } from "../exemplars/exemplar-reservoir.js";
import type { SeriesPage } from "../storage/series-page.js";
import { HistogramChild } from "./histogram-child.js";
import type { NativeSettings } from "./native-settings.js";
import { SparseBuckets } from "./sparse-buckets.js";

/** The number of samplers. Octaves whose distance is a multiple of it share one. */
const samplers = 16;

/** The child of a histogram with native buckets, with or without classic ones. @internal */
export class NativeHistogramChild extends HistogramChild {
  readonly #sparse: SparseBuckets;
  #exemplars: ExemplarReservoir | undefined;

  constructor(
    owner: ChildOwner & { bounds: readonly number[] },
    page: SeriesPage,
    offset: number,
    values: Float64Array,
    at: number,
    settings: NativeSettings,
  ) {
    super(owner, page, offset, values, at);
    this.#sparse = new SparseBuckets(settings, page.created[offset] as number);
    this.#reset();
  }

  override observe(value: number, options?: UpdateOptions): void {
    if (typeof value === "number" && this.#sparse.observe(value)) {
      this.values.fill(0, this.at, this.at + this.stride);
      this.created = this.#sparse.created;
      this.#reset();
    }
    super.observe(value, options);
  }

  protected override sample(bucket: number, value: number, source: ExemplarSource): void {
    super.sample(bucket, value, source, octaveOf(value) & (samplers - 1));
  }

  protected override acceptsExemplar(bucket: number, value: number, since: number): boolean {
    return super.acceptsExemplar(bucket, value, since) || this.#exemplars?.accepts(value, since) !== false;
  }

  protected override storeExemplar(bucket: number, exemplar: Exemplar, since: number): void {
    super.storeExemplar(bucket, exemplar, since);
    this.#exemplars ??= new ExemplarReservoir();
    if (this.#exemplars.accepts(exemplar.value, since)) this.#exemplars.add(exemplar);
  }

  /** Removes the exemplars of earlier observations. */
  #reset(): void {
    this.#exemplars = undefined;
    this.detail = { native: () => this.#sparse.snapshot(this.#exemplars?.all) };
  }
}
