import type { CollectorSeries, SeriesPageView } from "../../model/families/collector-series.js";
import type { EscapingScheme } from "../../model/families/escaping-schemes.js";
import { liveSeriesOf } from "../../model/families/live-metrics.js";
import type { MetricFamily } from "../../model/families/metric-family.js";
import type { ByteWriter } from "../bytes/byte-writer.js";
import { DOUBLE_SIZE, varintSize } from "../bytes/number-bytes.js";
import type { MessageBytes, PageBytes, PageCache } from "../bytes/page-cache.js";
import { labelFormatOf, type ProtobufLabelFormat } from "./labels.js";
import { encodeMetric } from "./metrics.js";
import { counterCache, gaugeCache, labelCache } from "./pages.js";
import {
  BUCKET_CUMULATIVE_COUNT,
  BUCKET_UPPER_BOUND,
  HISTOGRAM_BUCKET,
  HISTOGRAM_CREATED_TIMESTAMP,
  HISTOGRAM_SAMPLE_COUNT,
  HISTOGRAM_SAMPLE_SUM,
  METRIC_FAMILY_METRIC,
  METRIC_HISTOGRAM,
} from "./tags.js";
import { timestampOf, timestampSize, writeTimestamp } from "./timestamp.js";

/** The size of a double with its tag. */
const DOUBLE_FIELD = 1 + DOUBLE_SIZE;

/** The size of a bucket without its count: its tag and length, the tag of its count, and its bound. */
const BUCKET_BASE = 2 + 1 + DOUBLE_FIELD;

/**
 * Returns the cache of complete metrics for a family whose metrics do not vary in length with their values. Such
 * metrics are copied from the cache, and their values are inserted.
 */
export function fixedLengthCache(family: MetricFamily): PageCache<ProtobufLabelFormat, MessageBytes> | undefined {
  const isPlain = liveSeriesOf(family)?.every(({ pages }) => pages.every((page) => !page.hasDetails));
  if (!isPlain) return undefined;
  return family.type === "counter" ? counterCache : family.type === "gauge" ? gaugeCache : undefined;
}

/** Returns the size of the metrics of a page that belong to the scrape. */
export function fixedLengthSize(series: CollectorSeries, page: SeriesPageView, { starts }: PageBytes): number {
  if (series.isFull(page)) return starts.at(-1) as number;
  let size = 0;
  for (let offset = 0; offset < starts.length - 1; offset++) {
    if (series.isShown(page, offset)) size += (starts[offset + 1] as number) - (starts[offset] as number);
  }
  return size;
}

/** Copies the metrics of a page that belong to the scrape, with their current values. */
export function writeFixedLengthPage(
  writer: ByteWriter,
  series: CollectorSeries,
  page: SeriesPageView,
  messages: MessageBytes,
): void {
  if (series.isFull(page)) {
    writer.pageMessages(messages, page.values);
    return;
  }
  for (let offset = 0; offset < messages.trailingBytes.length; offset++) {
    if (series.isShown(page, offset)) writer.message(messages, offset, page.values[offset] as number);
  }
}

/** Writes the metric of one series whose length varies with its value. */
export type EncodeSlot = (writer: ByteWriter, page: SeriesPageView, offset: number) => void;

/** Returns the function that writes the metric of one series of a live family. */
export function slotEncoder(family: MetricFamily, series: CollectorSeries, scheme: EscapingScheme): EncodeSlot {
  const encodeWhole: EncodeSlot = (writer, page, offset) => {
    writer.bytes(encodeMetric(family, series.read(page, offset), scheme));
  };
  if (family.type !== "histogram") return encodeWhole;
  const encodeClassic = classicHistogramEncoder(series, labelFormatOf(series, scheme));
  return (writer, page, offset) => {
    if (page.detail(offset) === undefined) encodeClassic(writer, page, offset);
    else encodeWhole(writer, page, offset);
  };
}

/** Encodes classic histograms without exemplars, the common case, directly from the numbers in their page. */
function classicHistogramEncoder(series: CollectorSeries, format: ProtobufLabelFormat): EncodeSlot {
  const { stride } = series.layout;
  const bounds = [...(series.layout.bounds ?? []), Number.POSITIVE_INFINITY];
  const cumulative = new Float64Array(bounds.length);
  let currentPage: SeriesPageView | undefined;
  let labels: PageBytes;
  return (writer, page, offset) => {
    if (page !== currentPage) {
      currentPage = page;
      labels = labelCache.get(page, format);
    }
    const at = offset * stride;
    let total = 0;
    let bucketBytes = 0;
    for (let i = 0; i < bounds.length; i++) {
      total += page.values[at + i] as number;
      cumulative[i] = total;
      bucketBytes += BUCKET_BASE + varintSize(total);
    }
    const created = timestampOf(page.created[offset] as number);
    const body = 1 + varintSize(total) + DOUBLE_FIELD + bucketBytes + 2 + timestampSize(created);
    const [from, to] = [labels.starts[offset] as number, labels.starts[offset + 1] as number];
    const metric = to - from + 1 + varintSize(body) + body;
    writer.reserve(1 + varintSize(metric) + metric);
    writer.byte(METRIC_FAMILY_METRIC);
    writer.varint(metric);
    writer.range(labels.bytes, from, to);
    writer.byte(METRIC_HISTOGRAM);
    writer.varint(body);
    writer.byte(HISTOGRAM_SAMPLE_COUNT);
    writer.varint(total);
    writer.byte(HISTOGRAM_SAMPLE_SUM);
    writer.double(page.values[at + bounds.length] as number);
    for (let i = 0; i < bounds.length; i++) {
      const count = cumulative[i] as number;
      writer.byte(HISTOGRAM_BUCKET);
      writer.byte(1 + varintSize(count) + DOUBLE_FIELD);
      writer.byte(BUCKET_CUMULATIVE_COUNT);
      writer.varint(count);
      writer.byte(BUCKET_UPPER_BOUND);
      writer.double(bounds[i] as number);
    }
    writeTimestamp(writer, HISTOGRAM_CREATED_TIMESTAMP, created);
  };
}
