import type { CollectorSeries, SeriesLayout, SeriesPageView } from "../../model/families/collector-series.js";
import type { EscapingScheme } from "../../model/families/escaping-schemes.js";
import { liveSeriesOf } from "../../model/families/live-metrics.js";
import type { Labels } from "../../model/families/metric.js";
import type { MetricFamily } from "../../model/families/metric-family.js";
import type { ByteWriter } from "../bytes/byte-writer.js";
import { DOUBLE_SIZE, varintSize } from "../bytes/number-bytes.js";
import { type MessageBytes, type PageBytes, type PageCache, PageKeeper } from "../bytes/page-cache.js";
import { labelFormatOf, type ProtobufLabelFormat } from "./labels.js";
import { encodeMetric } from "./metrics.js";
import { writeMessage, writePageMessages } from "./page-messages.js";
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
  const cache = family.type === "counter" ? counterCache : family.type === "gauge" ? gaugeCache : undefined;
  if (cache === undefined) return undefined;
  return liveSeriesOf(family)?.every(({ pages }) => pages.every(hasNoDetails)) ? cache : undefined;
}

function hasNoDetails(page: SeriesPageView): boolean {
  return !page.hasDetails;
}

/** Returns the size of the metrics of a page that belong to the scrape. */
export function fixedLengthSize(series: CollectorSeries, page: SeriesPageView, { starts }: PageBytes): number {
  if (series.isFull(page)) return (starts.at(-1) as number) - (starts[0] as number);
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
    writePageMessages(writer, messages, page.values);
    return;
  }
  for (let offset = 0; offset < messages.trailingBytes.length; offset++) {
    if (series.isShown(page, offset)) writeMessage(writer, messages, offset, page.values[offset] as number);
  }
}

/** Writes the metric of one series whose length varies with its value. */
type EncodeSlot = (writer: ByteWriter, page: SeriesPageView, offset: number, labels: PageBytes | undefined) => void;

/** The encoder of a collector's series whose lengths vary with their values. */
export interface SlotEncoder {
  readonly encode: EncodeSlot;
  /** The format of the labels that the encoder takes, if it takes any. */
  readonly format?: ProtobufLabelFormat;
}

/** Returns the labels of a page that its encoder takes. */
export function slotLabels(page: SeriesPageView, { format }: SlotEncoder): PageBytes | undefined {
  return format && labelCache.get(page, format);
}

/** Returns the encoder of the series of a collector. */
export function slotEncoder(family: MetricFamily, series: CollectorSeries, scheme: EscapingScheme): SlotEncoder {
  const classic = family.type === "histogram" ? histogramEncoder(series, scheme) : undefined;
  if (classic !== undefined && series.pages.every(hasNoDetails)) return classic;
  return {
    ...classic,
    encode(writer, page, offset, labels) {
      if (classic !== undefined && page.detail(offset) === undefined) classic.encode(writer, page, offset, labels);
      else writer.bytes(encodeMetric(family, series.read(page, offset), scheme));
    },
  };
}

/** The encoder of a collector's classic histograms, and what determines it. */
interface HistogramEncoder extends Required<SlotEncoder> {
  readonly scheme: EscapingScheme;
  readonly constLabels: Labels;
}

const histogramEncoders = new PageKeeper<HistogramEncoder>();

/** Returns the encoder of a collector's classic histograms, which is kept with the first page. */
function histogramEncoder(series: CollectorSeries, scheme: EscapingScheme): SlotEncoder {
  const { layout, pages } = series;
  const { constLabels } = layout;
  const [page] = pages;
  const kept = page && histogramEncoders.get(page);
  if (kept?.scheme === scheme && kept.constLabels === constLabels) return kept;
  const encoder = {
    encode: classicHistogramEncoder(layout),
    format: labelFormatOf(series, scheme),
    scheme,
    constLabels,
  };
  if (page !== undefined) histogramEncoders.set(page, encoder);
  return encoder;
}

/** Encodes classic histograms without exemplars, the common case, directly from the numbers in their page. */
function classicHistogramEncoder({ stride, bounds: finite = [] }: SeriesLayout): EncodeSlot {
  const bounds = [...finite, Number.POSITIVE_INFINITY];
  const cumulative = new Float64Array(bounds.length);
  return (writer, page, offset, ownLabels) => {
    const labels = ownLabels as PageBytes;
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
