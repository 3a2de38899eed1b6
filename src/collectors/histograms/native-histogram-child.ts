import type { ExemplarSource } from "../../globals/exemplar-source.js";
import type { UpdateOptions } from "../../model/children.js";
import type { Exemplar } from "../../model/metric.js";
import type { ChildOwner } from "../collector-child.js";
import { ExemplarReservoir, octaveOf } from "../exemplars/exemplar-reservoir.js";
import type { SeriesPage } from "../storage/series-page.js";
import { HistogramChild } from "./histogram-child.js";
import type { NativeSettings } from "./native-settings.js";
import { SparseBuckets } from "./sparse-buckets.js";

/** Octaves so many apart are sampled as one place. */
const places = 16;

/** The child of a histogram with native buckets, with or without classic ones. @internal */
export class NativeHistogramChild extends HistogramChild {
  readonly #sparse: SparseBuckets;
  #exemplars: ExemplarReservoir | undefined;

  constructor(
    owner: ChildOwner & { bounds: readonly number[] },
    page: SeriesPage,
    slot: number,
    values: Float64Array,
    at: number,
    layout: NativeSettings,
  ) {
    super(owner, page, slot, values, at);
    this.#sparse = new SparseBuckets(layout, page.created[slot] as number);
    this.#begin();
  }

  override observe(value: number, options?: UpdateOptions): void {
    if (typeof value === "number" && this.#sparse.observe(value)) {
      this.values.fill(0, this.at, this.at + this.stride);
      this.created = this.#sparse.created;
      this.#begin();
    }
    super.observe(value, options);
  }

  protected override sample(bucket: number, value: number, source: ExemplarSource): void {
    super.sample(bucket, value, source, octaveOf(value) & (places - 1));
  }

  protected override hasRoom(bucket: number, value: number, since: number): boolean {
    return super.hasRoom(bucket, value, since) || this.#exemplars?.hasRoom(value, since) !== false;
  }

  protected override keep(bucket: number, exemplar: Exemplar, since: number): void {
    super.keep(bucket, exemplar, since);
    this.#exemplars ??= new ExemplarReservoir();
    if (this.#exemplars.hasRoom(exemplar.value, since)) this.#exemplars.add(exemplar);
  }

  /** Forgets the exemplars of former observations. */
  #begin(): void {
    this.#exemplars = undefined;
    this.detail = { native: () => this.#sparse.snapshot(this.#exemplars?.all) };
  }
}
