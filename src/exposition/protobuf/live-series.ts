import type { CollectorSeries, SeriesPageView } from "../../model/collector-series.js";
import type { EscapingScheme } from "../../model/escaping-schemes.js";
import type { MetricFamily } from "../../model/metric-family.js";
import type { ByteWriter } from "../bytes/byte-writer.js";
import { varintSize } from "../bytes/number-bytes.js";
import type { MessageBytes, PageBytes, PageCache } from "../bytes/page-cache.js";
import { type ProtobufLabels, protobufLabels } from "./labels.js";
import { encodeMetric } from "./metrics.js";
import { counterCache, gaugeCache, protobufLabelCache } from "./pages.js";
import { timestampOf, timestampSize, writeTimestamp } from "./timestamp.js";

/** Tag and length of a bucket, tag of its count, tag and value of its bound; the count itself is not in it. */
const BUCKET_FRAME = 2 + 1 + 9;

/** Metrics whose length does not depend on their value: kept whole, so that a scrape copies them and puts the values in. */
export function fixedLengthCache(family: MetricFamily): PageCache<ProtobufLabels, MessageBytes> | undefined {
  const isPlain = family.live?.every(({ pages }) => pages.every((page) => !page.hasDetails));
  if (!isPlain) return undefined;
  return family.type === "counter" ? counterCache : family.type === "gauge" ? gaugeCache : undefined;
}

/** How many bytes the shown metrics of a page take. */
export function fixedLengthSize(part: CollectorSeries, page: SeriesPageView, kept: PageBytes): number {
  if (part.isFull(page)) return kept.offsets.at(-1) as number;
  let size = 0;
  for (let slot = 0; slot < kept.offsets.length - 1; slot++) {
    if (part.isShown(page, slot)) size += (kept.offsets[slot + 1] as number) - (kept.offsets[slot] as number);
  }
  return size;
}

/** Copies the kept metrics of a page, with the values of now. */
export function writeFixedLengthPage(
  writer: ByteWriter,
  part: CollectorSeries,
  page: SeriesPageView,
  kept: MessageBytes,
): void {
  if (part.isFull(page)) {
    writer.messages(kept, page.values);
    return;
  }
  for (let slot = 0; slot < kept.trailingBytes.length; slot++) {
    if (part.isShown(page, slot)) writer.message(kept, slot, page.values[slot] as number);
  }
}

/** Writes one series whose length depends on its value. */
export type EncodeSlot = (writer: ByteWriter, page: SeriesPageView, slot: number) => void;

/** How one series of a live family is written. */
export function slotEncoder(family: MetricFamily, part: CollectorSeries, scheme: EscapingScheme): EncodeSlot {
  const writeWhole: EncodeSlot = (writer, page, slot) => {
    writer.bytes(encodeMetric(family, part.read(page, slot), scheme));
  };
  if (family.type !== "histogram") return writeWhole;
  const writeClassic = classicHistogramEncoder(part, protobufLabels(part, scheme));
  return (writer, page, slot) => {
    if (page.detail(slot) === undefined) writeClassic(writer, page, slot);
    else writeWhole(writer, page, slot);
  };
}

/** Classic histograms without exemplars, the common case, written straight from their numbers. */
function classicHistogramEncoder(part: CollectorSeries, labels: ProtobufLabels): EncodeSlot {
  const { stride } = part.layout;
  const bounds = [...(part.layout.bounds ?? []), Number.POSITIVE_INFINITY];
  const cumulative = new Float64Array(bounds.length);
  let current: SeriesPageView | undefined;
  let kept: PageBytes;
  return (writer, page, slot) => {
    if (page !== current || slot >= kept.offsets.length - 1) {
      current = page;
      kept = protobufLabelCache.get(page, labels);
    }
    const at = slot * stride;
    let total = 0;
    let bucketBytes = 0;
    for (let i = 0; i < bounds.length; i++) {
      total += page.values[at + i] as number;
      cumulative[i] = total;
      bucketBytes += BUCKET_FRAME + varintSize(total);
    }
    const created = timestampOf(page.created[slot] as number);
    const body = 1 + varintSize(total) + 9 + bucketBytes + 2 + timestampSize(created);
    const [from, to] = [kept.offsets[slot] as number, kept.offsets[slot + 1] as number];
    const metric = to - from + 1 + varintSize(body) + body;
    writer.reserve(1 + varintSize(metric) + metric);
    writer.byte(34);
    writer.varint(metric);
    writer.range(kept.view, from, to);
    writer.byte(58);
    writer.varint(body);
    writer.byte(8);
    writer.varint(total);
    writer.byte(17);
    writer.double(page.values[at + bounds.length] as number);
    for (let i = 0; i < bounds.length; i++) {
      const count = cumulative[i] as number;
      writer.byte(26);
      writer.byte(1 + varintSize(count) + 9);
      writer.byte(8);
      writer.varint(count);
      writer.byte(17);
      writer.double(bounds[i] as number);
    }
    writeTimestamp(writer, 122, created);
  };
}
