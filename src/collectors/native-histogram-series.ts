import type { UpdateOptions } from "../model/children.js";
import type { ExemplarSource } from "../model/exemplar-source.js";
import type { Exemplar } from "../model/metric-family.js";
import { HistogramSeries } from "./histogram-series.js";
import { SparseBuckets } from "./native-buckets.js";
import type { NativeLayout } from "./native-layout.js";
import type { ChildOwner } from "./series-child.js";
import type { SlabPage } from "./series-page.js";
import { octaveOf, SpreadExemplars } from "./spread-exemplars.js";

/** Octaves so many apart are sampled as one place. */
const places = 16;

/** The child of a histogram with native buckets, alone or beside classic ones. */
export class NativeHistogramSeries extends HistogramSeries {
  readonly #sparse: SparseBuckets;
  #exemplars: SpreadExemplars | undefined;

  constructor(
    owner: ChildOwner & { bounds: readonly number[] },
    page: SlabPage,
    slot: number,
    values: Float64Array,
    at: number,
    layout: NativeLayout,
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
    this.#exemplars ??= new SpreadExemplars();
    if (this.#exemplars.hasRoom(exemplar.value, since)) this.#exemplars.add(exemplar);
  }

  /** Forgets the exemplars of former observations. */
  #begin(): void {
    this.#exemplars = undefined;
    this.detail = { native: () => this.#sparse.snapshot(this.#exemplars?.all) };
  }
}
