import type { LivePart } from "../model/live.js";
import type { Labels, MetricBase } from "../model/metric-family.js";
import type { ReadSeries } from "./live-metrics.js";
import type { LiveView } from "./live-view.js";
import type { SlabPage } from "./series-page.js";
import type { SeriesTable } from "./series-table.js";

/** What a kind of collector adds to what a scrape sees of it. */
export interface LiveShape {
  /** Labels of every series. */
  readonly constLabels: Labels;
  /** Labels that differ. */
  readonly labelNames: readonly string[];
  /** Reads one series. */
  readonly readSeries: ReadSeries;
  /** Bounds of classic buckets. */
  readonly bounds: readonly number[] | undefined;
  /** The states of a state set. */
  readonly states: readonly string[] | undefined;
}

/** A collector as one scrape sees it. There is one for each collector and scrape, so it is made of little. */
export class OpenView implements LivePart {
  readonly constLabels: Labels;
  readonly labelNames: readonly string[];
  readonly stride: number;
  readonly bounds: readonly number[] | undefined;
  readonly states: readonly string[] | undefined;
  readonly pages: readonly SlabPage[];
  readonly #table: SeriesTable;
  readonly #readSeries: ReadSeries;
  readonly #view: LiveView;
  readonly #scrape: number;

  constructor(table: SeriesTable, shape: LiveShape, view: LiveView, scrape: number) {
    this.constLabels = shape.constLabels;
    this.labelNames = shape.labelNames;
    this.stride = table.stride;
    this.bounds = shape.bounds;
    this.states = shape.states;
    this.pages = table.pages.filter((page) => page !== undefined);
    this.#table = table;
    this.#readSeries = shape.readSeries;
    this.#view = view;
    this.#scrape = scrape;
  }

  read(page: SlabPage, slot: number): MetricBase {
    return this.#readSeries(this, page, slot, { ...this.constLabels, ...this.#table.labelsAt(page, slot) });
  }

  isFull(page: SlabPage): boolean {
    return page.irregular === 0;
  }

  isShown(page: SlabPage, slot: number): boolean {
    return this.#view.isShown(page, slot, this.#scrape);
  }

  release(): void {
    this.#view.close(this.#scrape);
  }
}
