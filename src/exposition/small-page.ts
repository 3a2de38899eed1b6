import { SERIES_PER_STEP } from "../globals/scrape-slice.js";
import type { CollectorSeries, SeriesPageView } from "../model/families/collector-series.js";

/** A page of a collector's series. */
export interface PageOfSeries {
  readonly series: CollectorSeries;
  readonly page: SeriesPageView;
}

/** Returns the only page of a family that is written in one step. */
export function smallPage(live: readonly CollectorSeries[] | undefined): PageOfSeries | undefined {
  if (live?.length !== 1) return undefined;
  const [series] = live as readonly [CollectorSeries];
  if (series.pages.length !== 1) return undefined;
  const [page] = series.pages as readonly [SeriesPageView];
  return page.used < SERIES_PER_STEP ? { series, page } : undefined;
}
