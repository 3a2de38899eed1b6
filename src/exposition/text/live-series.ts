import { reportOnce } from "../../globals/error-listener.js";
import type { CollectorSeries, SeriesPageView } from "../../model/families/collector-series.js";
import type { MetricFamily } from "../../model/families/metric-family.js";
import type { ByteWriter } from "../bytes/byte-writer.js";
import type { PageBytes } from "../bytes/page-cache.js";
import { formatLabelName, formatLabels, labelCache, type TextLabelFormat } from "./labels.js";
import type { TextOptions } from "./metric-lines.js";
import { createSeriesEncoder, type EncodeSlot, type SeriesEncoder } from "./series-encoder.js";
import type { TextSyntax } from "./syntax.js";

/** Writes the live series of one collector. The caller may pause after each step. */
export function* writeLiveSeries(
  writer: ByteWriter,
  family: MetricFamily,
  name: string,
  series: CollectorSeries,
  options: TextOptions,
): Generator<void> {
  warnOfNativeOnly(family, series);
  const encoder = cachedEncoder(family, name, series, options);
  const { singleLine, encode } = encoder;
  for (const page of series.pages) {
    const labels = encoder.names.length === 0 ? undefined : labelCache.get(page, encoder);
    if (singleLine !== undefined && labels !== undefined && !page.hasDetails && series.isFull(page)) {
      writer.pageLines(singleLine, labels, page.values);
      yield;
      continue;
    }
    let offset = 0;
    do {
      offset = writeSlots(writer, series, page, labels, offset, encode);
      yield;
    } while (offset < page.used);
  }
}

interface CachedEncoder extends SeriesEncoder, TextLabelFormat {
  readonly family: string;
  readonly scheme: string;
  readonly constLabels: string;
  readonly created: boolean;
}

const encoders = new Map<TextSyntax, WeakMap<SeriesPageView, CachedEncoder>>();

/**
 * Returns the encoder of a collector's series. It is cached under the first page, because most families have few series
 * and creating the encoder takes longer than writing them.
 */
function cachedEncoder(
  family: MetricFamily,
  name: string,
  series: CollectorSeries,
  options: TextOptions,
): CachedEncoder {
  const [page] = series.pages;
  const { syntax, scheme, created } = options;
  const constLabels = formatLabels(series.layout.constLabels, scheme);
  const byPage = encoders.get(syntax) ?? new WeakMap<SeriesPageView, CachedEncoder>();
  const cached = page && byPage.get(page);
  if (
    cached?.family === family.name &&
    cached.scheme === scheme &&
    cached.constLabels === constLabels &&
    cached.created === created
  )
    return cached;
  const names = series.layout.labelNames.map((label) => formatLabelName(label, scheme));
  const encoder = createSeriesEncoder(family, name, constLabels, series, options);
  const entry = { family: family.name, scheme, constLabels, created, names, key: names.join(), ...encoder };
  if (page !== undefined) encoders.set(syntax, byPage.set(page, entry));
  return entry;
}

/** Writes series until a chunk is full, and returns the offset to continue with. */
function writeSlots(
  writer: ByteWriter,
  series: CollectorSeries,
  page: SeriesPageView,
  labels: PageBytes | undefined,
  from: number,
  encode: EncodeSlot,
): number {
  const isFull = series.isFull(page);
  const { stride } = series.layout;
  const { used } = page;
  for (let offset = from; offset < used; offset++) {
    // This skips slots that were assigned after the labels were encoded, too: they do not belong to this scrape.
    if (!isFull && !series.isShown(page, offset)) continue;
    encode(writer, page, offset, offset * stride, labels);
    if (writer.isFull) return offset + 1;
  }
  return used;
}

/** Reports a histogram that has native buckets only. Text formats have none, so they show little of it. */
function warnOfNativeOnly({ name }: MetricFamily, { layout, pages }: CollectorSeries): void {
  const [page] = pages;
  if (layout.bounds?.length !== 0 || page?.detail(0)?.native === undefined) return;
  const error = new Error(
    "the metric has only native buckets, which text formats cannot represent. Scrape it as protobuf, or add classic buckets.",
  );
  reportOnce(page, error, { source: name, cause: "native" });
}
