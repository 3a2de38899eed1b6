import type { CollectorSeries, SeriesLayout } from "../../model/families/collector-series.js";
import type { MetricBase } from "../../model/families/metric.js";
import type { MetricFamily } from "../../model/families/metric-family.js";
import type { ReadSeries } from "./series-kind.js";
import type { SeriesPage } from "./series-page.js";
import type { SeriesTable } from "./series-table.js";

/** The running scrapes of a collector, each with the series that it shows. */
export interface RunningScrapes {
  /** Whether a scrape shows the series at an offset of a page. */
  isShown(page: SeriesPage, offset: number, scrape: number): boolean;
  /** Ends a scrape. */
  end(scrape: number): void;
}

/**
 * The series of a collector as one scrape shows them. A scrape creates one for each collector, so it is kept small. The
 * next scrape may take it over.
 */
export class ScrapeSnapshot implements CollectorSeries {
  readonly layout: SeriesLayout;
  readonly pages: readonly SeriesPage[];
  /** The family that the scrape shows. */
  families: readonly MetricFamily[] | undefined;
  readonly #table: SeriesTable;
  readonly #readSeries: ReadSeries;
  readonly #scrapes: RunningScrapes;
  #scrape: number;

  constructor(
    table: SeriesTable,
    layout: SeriesLayout,
    readSeries: ReadSeries,
    scrapes: RunningScrapes,
    scrape: number,
  ) {
    this.layout = layout;
    this.pages = table.existingPages;
    this.#table = table;
    this.#readSeries = readSeries;
    this.#scrapes = scrapes;
    this.#scrape = scrape;
  }

  /** Makes a later scrape show the same pages, after the one that it was created for has ended. */
  continueIn(scrape: number): void {
    this.#scrape = scrape;
  }

  read(page: SeriesPage, offset: number): MetricBase {
    const labels = { ...this.layout.constLabels, ...this.#table.labelsAt(page, offset) };
    return this.#readSeries(this.layout, page, offset, labels);
  }

  isFull(page: SeriesPage): boolean {
    return page.notLiveCount === 0;
  }

  isShown(page: SeriesPage, offset: number): boolean {
    return this.#scrapes.isShown(page, offset, this.#scrape);
  }

  release(): void {
    this.#scrapes.end(this.#scrape);
  }
}
