import type { CollectorSeries } from "../../model/collector-series.js";
import type { Labels, MetricBase } from "../../model/metric.js";
import type { ReadSeries } from "./read-metrics.js";
import type { SeriesPage } from "./series-page.js";
import type { SeriesTable } from "./series-table.js";

/** What a kind of collector adds to what a scrape sees of it. */
export interface SnapshotLayout {
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

/** Knows which series each running scrape shows. */
export interface RunningScrapes {
  /** Whether a page's slot belongs to a scrape. */
  isShown(page: SeriesPage, local: number, scrape: number): boolean;
  /** Ends a scrape. */
  end(scrape: number): void;
}

/** A collector as one scrape sees it. There is one for each collector and scrape, so it is made of little. */
export class ScrapeSnapshot implements CollectorSeries {
  readonly constLabels: Labels;
  readonly labelNames: readonly string[];
  readonly stride: number;
  readonly bounds: readonly number[] | undefined;
  readonly states: readonly string[] | undefined;
  readonly pages: readonly SeriesPage[];
  readonly #table: SeriesTable;
  readonly #readSeries: ReadSeries;
  readonly #view: RunningScrapes;
  readonly #scrape: number;

  constructor(table: SeriesTable, shape: SnapshotLayout, view: RunningScrapes, scrape: number) {
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

  read(page: SeriesPage, slot: number): MetricBase {
    return this.#readSeries(this, page, slot, { ...this.constLabels, ...this.#table.labelsAt(page, slot) });
  }

  isFull(page: SeriesPage): boolean {
    return page.notLiveCount === 0;
  }

  isShown(page: SeriesPage, slot: number): boolean {
    return this.#view.isShown(page, slot, this.#scrape);
  }

  release(): void {
    this.#view.end(this.#scrape);
  }
}
