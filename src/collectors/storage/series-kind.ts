import type { SeriesLayout, SeriesPageView } from "../../model/families/collector-series.js";
import type { Labels, MetricBase } from "../../model/families/metric.js";

/**
 * Reads the series at an offset of a page as a plain object.
 *
 * @internal
 */
export type ReadSeries<M extends MetricBase = MetricBase> = (
  layout: SeriesLayout,
  page: SeriesPageView,
  offset: number,
  labels: Labels,
) => M;

/**
 * The properties of a collector's series that depend on its kind.
 *
 * @internal
 */
export interface SeriesKind extends Pick<SeriesLayout, "stride" | "bounds" | "states"> {
  /** Reads one series. */
  readonly readSeries: ReadSeries;
  /** The settings that collectors of one family must share, as text. */
  readonly compatibilityKey?: string;
}
