import { reportOnce } from "../../globals/error-listener.js";
import type { CollectorSeries, SeriesPageView } from "../../model/collector-series.js";
import type { MetricFamily } from "../../model/metric-family.js";
import type { ByteWriter } from "../bytes/byte-writer.js";
import type { PageBytes } from "../bytes/page-cache.js";
import { type TextLabels, textLabelCache, writtenLabelName, writtenLabels } from "./labels.js";
import type { TextOptions } from "./metric-lines.js";
import { createSeriesEncoder, type EncodeSlot, type SeriesEncoder } from "./series-encoder.js";
import type { TextSyntax } from "./syntax.js";

/** Writes the live series of a part, in steps between which the caller may pause. */
export function* writeLiveSeries(
  writer: ByteWriter,
  family: MetricFamily,
  name: string,
  part: CollectorSeries,
  options: TextOptions,
): Generator<void> {
  warnOfNativeOnly(family, part);
  const series = cachedEncoder(family, name, part, options);
  const { singleLine: only, write } = series;
  for (const page of part.pages) {
    const labels = series.names.length === 0 ? undefined : textLabelCache.get(page, series);
    if (only !== undefined && labels !== undefined && !page.hasDetails && part.isFull(page)) {
      writer.lines(only, labels, page.values);
      yield;
      continue;
    }
    let slot = 0;
    do {
      slot = writePage(writer, part, page, labels, slot, write);
      yield;
    } while (slot < page.used);
  }
}

interface CachedEncoder extends SeriesEncoder, TextLabels {
  readonly family: string;
  readonly scheme: string;
  readonly constant: string;
  readonly created: boolean;
}

const encoders = new Map<TextSyntax, WeakMap<SeriesPageView, CachedEncoder>>();

/** The writer of a part, kept with its first page: most families have few series, so that preparing costs more than writing. */
function cachedEncoder(family: MetricFamily, name: string, part: CollectorSeries, options: TextOptions): CachedEncoder {
  const [page] = part.pages;
  const { syntax: dialect, scheme, created } = options;
  const constant = writtenLabels(part.layout.constLabels, scheme);
  const writers = encoders.get(dialect) ?? new WeakMap<SeriesPageView, CachedEncoder>();
  const kept = page && writers.get(page);
  if (kept?.family === family.name && kept.scheme === scheme && kept.constant === constant && kept.created === created)
    return kept;
  const names = part.layout.labelNames.map((label) => writtenLabelName(label, scheme));
  const series = createSeriesEncoder(family, name, constant, part, options);
  const writer = { family: family.name, scheme, constant, created, names, key: names.join(), ...series };
  if (page !== undefined) encoders.set(dialect, writers.set(page, writer));
  return writer;
}

/** Writes slots until a chunk is full; returns the slot to go on with. */
function writePage(
  writer: ByteWriter,
  part: CollectorSeries,
  page: SeriesPageView,
  labels: PageBytes | undefined,
  from: number,
  write: EncodeSlot,
): number {
  const isFull = part.isFull(page);
  const { stride } = part.layout;
  // Slots that were taken after the labels were encoded are not part of this scrape.
  const end = labels === undefined ? page.used : labels.offsets.length - 1;
  for (let slot = from; slot < end; slot++) {
    if (!isFull && !part.isShown(page, slot)) continue;
    write(writer, page, slot, slot * stride, labels);
    if (writer.isFull) return slot + 1;
  }
  return page.used;
}

/** Native buckets exist in protobuf alone: of a histogram without classic ones little is left in text. */
function warnOfNativeOnly({ name, type }: MetricFamily, { layout, pages }: CollectorSeries): void {
  const [page] = pages;
  if (page === undefined || type !== "histogram" || layout.bounds?.length !== 0 || page.detail(0)?.native === undefined)
    return;
  const error = new Error(
    "has native buckets only, which text formats cannot show; scrape it as protobuf, or give it classic buckets too",
  );
  reportOnce(page, error, { source: name, cause: "native" });
}
