import { reportOnce } from "../../globals/error-listener.js";
import { withCode } from "../../model/errors/coded-error.js";
import type { CollectorSeries, SeriesPageView } from "../../model/families/collector-series.js";
import type { Labels } from "../../model/families/metric.js";
import type { MetricFamily, MetricType } from "../../model/families/metric-family.js";
import type { ByteWriter } from "../bytes/byte-writer.js";
import { type PageBytes, PageKeeper } from "../bytes/page-cache.js";
import { formatLabels, labelCache, labelFormatOf, type TextLabelFormat } from "./labels.js";
import type { TextOptions } from "./metric-lines.js";
import { createSeriesEncoder, type SeriesEncoder } from "./series-encoder.js";
import type { TextSyntax } from "./syntax.js";

/** The encoder of one collector's series under an escaping scheme, and the format of their labels. */
export interface CollectorEncoder extends SeriesEncoder {
  readonly family: string;
  readonly type: MetricType;
  readonly scheme: string;
  readonly constLabels: Labels;
  readonly constLabelText: string;
  readonly created: boolean;
  readonly format: TextLabelFormat;
}

const encoders = new Map<TextSyntax, PageKeeper<CollectorEncoder>>();

/**
 * Returns the encoder of a collector's series. It is kept with the first page, because most families have few series and
 * creating the encoder takes longer than writing them.
 */
export function collectorEncoder(
  family: MetricFamily,
  name: string,
  series: CollectorSeries,
  options: TextOptions,
): CollectorEncoder {
  const [page] = series.pages;
  const { syntax, scheme, created } = options;
  const { constLabels, labelNames, optionalLabels } = series.layout;
  const kept = page && encoders.get(syntax)?.get(page);
  const isOfFamily = kept?.family === family.name && kept.type === family.type;
  const isKept = isOfFamily && kept.scheme === scheme && kept.created === created;
  if (isKept && kept.constLabels === constLabels) return kept;
  const constLabelText = formatLabels(constLabels, scheme);
  if (isKept && kept.constLabelText === constLabelText) return kept;
  const { encode, singleLine } = createSeriesEncoder(family, name, constLabelText, series, options);
  const format = labelFormatOf(labelNames, optionalLabels, scheme);
  // Written out, because properties after a spread take several times as long.
  const { name: familyName, type } = family;
  const entry = { family: familyName, type, scheme, constLabels, constLabelText, created, format, encode, singleLine };
  if (page !== undefined) keeperOf(syntax).set(page, entry);
  return entry;
}

function keeperOf(syntax: TextSyntax): PageKeeper<CollectorEncoder> {
  const keeper = encoders.get(syntax) ?? new PageKeeper<CollectorEncoder>();
  encoders.set(syntax, keeper);
  return keeper;
}

/** Returns the labels of the series of a page, if they have any of their own. */
export function labelsOf(page: SeriesPageView, { format }: CollectorEncoder): PageBytes | undefined {
  return format.names.length === 0 ? undefined : labelCache.get(page, format);
}

/** Writes series of a page until a chunk is full, and returns the offset to continue with. */
export function writePage(
  writer: ByteWriter,
  series: CollectorSeries,
  page: SeriesPageView,
  { singleLine, encode }: CollectorEncoder,
  labels: PageBytes | undefined,
  from: number,
): number {
  const isFull = series.isFull(page);
  const { used } = page;
  // A page that was written in part can become full while the scrape pauses: another scrape ends.
  if (from === 0 && isFull && singleLine !== undefined && labels !== undefined && !page.hasDetails) {
    writer.pageLines(singleLine, labels, page.values);
    return used;
  }
  const { stride } = series.layout;
  for (let offset = from; offset < used; offset++) {
    // This skips slots that were assigned after the labels were encoded, too: they do not belong to this scrape.
    if (!isFull && !series.isShown(page, offset)) continue;
    encode(writer, page, offset, offset * stride, labels);
    if (writer.isFull) return offset + 1;
  }
  return used;
}

/** Reports a histogram that has native buckets only. Text formats have none, so they show little of it. */
export function warnOfNativeOnly({ name }: MetricFamily, { layout, pages }: CollectorSeries): void {
  const [page] = pages;
  if (layout.bounds?.length !== 0 || page?.detail(0)?.native === undefined) return;
  const error = withCode(
    "NARTHEX_NATIVE_BUCKETS_OMITTED",
    new Error(
      "the metric has only native buckets, which text formats cannot represent. Scrape it as protobuf, or add classic buckets.",
    ),
  );
  reportOnce(page, error, { source: name });
}
