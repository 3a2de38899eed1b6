import type { CollectorSeries } from "./collector-series.js";
import type { MetricBase } from "./metric.js";
import type { MetricFamily } from "./metric-family.js";

/** The key of the series of {@link LiveMetrics}, for all copies of the package. */
const liveSeries: unique symbol = Symbol.for("narthex.liveSeries") as never;

/**
 * The metrics of the built-in collectors, read one by one from the live series each time that they are iterated. They
 * carry the series for encoders, so that a family whose metrics are replaced has none.
 *
 * @internal
 */
export class LiveMetrics implements Iterable<MetricBase> {
  readonly [liveSeries]: readonly CollectorSeries[];

  /** @param series - the series, by collector */
  constructor(series: readonly CollectorSeries[]) {
    this[liveSeries] = series;
  }

  *[Symbol.iterator](): Generator<MetricBase, void> {
    for (const series of this[liveSeries]) {
      for (const page of series.pages) {
        for (let offset = 0; offset < page.used; offset++) {
          if (series.isShown(page, offset)) yield series.read(page, offset);
        }
      }
    }
  }
}

/**
 * Returns the series of a family in pages, for encoders, or `undefined` for a family of a custom collector.
 *
 * @param family - the family, which may have any form, because it need not be checked
 * @internal
 */
export function liveSeriesOf(family: MetricFamily | undefined): readonly CollectorSeries[] | undefined {
  try {
    return (family?.metrics as Partial<LiveMetrics> | undefined)?.[liveSeries];
  } catch {
    // A getter of a custom collector throws. It is reported when the family is checked.
    return undefined;
  }
}
