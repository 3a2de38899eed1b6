import type { SeriesPageView } from "../../model/families/collector-series.js";
import { ByteWriter } from "../bytes/byte-writer.js";
import { DOUBLE_SIZE, varintSize } from "../bytes/number-bytes.js";
import { compactStarts, draftStarts, type MessageBytes, type PageBytes, PageCache } from "../bytes/page-cache.js";
import { type ProtobufLabelFormat, SeriesLabels } from "./labels.js";
import {
  COUNTER_CREATED_TIMESTAMP,
  COUNTER_VALUE,
  GAUGE_VALUE,
  METRIC_COUNTER,
  METRIC_FAMILY_METRIC,
  METRIC_GAUGE,
} from "./tags.js";
import { timestampOf, timestampSize, writeTimestamp } from "./timestamp.js";

/** The maximum size of the tag and length of a metric, and of a whole Counter or Gauge message. */
const MESSAGE_ROOM = 64;

const draft = new ByteWriter(undefined, Number.POSITIVE_INFINITY);

/** The labels of series whose metrics vary in length. */
export const labelCache: PageCache<ProtobufLabelFormat> = new PageCache((page, format) => {
  const labels = new SeriesLabels(format);
  return encodeSlots(page, format, (offset) => {
    labels.read(page, offset);
    labels.write(draft);
  });
});

/** The tags of a message with one value. */
export interface ValueTags {
  /** The tag of the message. */
  readonly type: number;
  /** The tag of the value. */
  readonly value: number;
  /** The tag of the time at which the series began, if the message has it. */
  readonly created?: number;
}

/** The tags of a Counter. */
export const counterTags: ValueTags = {
  type: METRIC_COUNTER,
  value: COUNTER_VALUE,
  created: COUNTER_CREATED_TIMESTAMP,
};

/** The tags of a Gauge. */
export const gaugeTags: ValueTags = { type: METRIC_GAUGE, value: GAUGE_VALUE };

/** The complete metrics of counters, with space for their values. */
export const counterCache: PageCache<ProtobufLabelFormat, MessageBytes> = new PageCache((page, format) =>
  encodeMetrics(page, format, counterTags),
);

/** The complete metrics of gauges, with space for their values. */
export const gaugeCache: PageCache<ProtobufLabelFormat, MessageBytes> = new PageCache((page, format) =>
  encodeMetrics(page, format, gaugeTags),
);

/** Encodes one metric per slot, with a value of 0. */
function encodeMetrics(page: SeriesPageView, format: ProtobufLabelFormat, tags: ValueTags): MessageBytes {
  const labels = new SeriesLabels(format);
  const trailingBytes = new Uint8Array(page.used);
  const encoded = encodeSlots(page, format, (offset) => {
    trailingBytes[offset] = writeMetric(draft, page, offset, labels, tags, 0);
  });
  return { ...encoded, trailingBytes };
}

/**
 * Writes the metric of a series: its labels, its value and, if there is a tag for it, the time at which it began.
 *
 * @returns the number of bytes after the value
 */
export function writeMetric(
  writer: ByteWriter,
  page: SeriesPageView,
  offset: number,
  labels: SeriesLabels,
  { type, value: valueTag, created: createdTag }: ValueTags,
  value: number,
): number {
  labels.read(page, offset);
  const created = timestampOf(page.created[offset] as number);
  const trailing = createdTag === undefined ? 0 : 2 + timestampSize(created);
  const body = 1 + DOUBLE_SIZE + trailing;
  writer.reserve(MESSAGE_ROOM);
  writer.byte(METRIC_FAMILY_METRIC);
  writer.varint(labels.size + 1 + varintSize(body) + body);
  labels.write(writer);
  writer.reserve(MESSAGE_ROOM);
  writer.byte(type);
  writer.varint(body);
  writer.byte(valueTag);
  writer.double(value);
  if (createdTag !== undefined) writeTimestamp(writer, createdTag, created);
  return trailing;
}

function encodeSlots(page: SeriesPageView, { key }: ProtobufLabelFormat, write: (offset: number) => void): PageBytes {
  draft.at = 0;
  const { used } = page;
  const starts = draftStarts(used);
  for (let offset = 0; offset < used; offset++) {
    write(offset);
    starts[offset + 1] = draft.at;
  }
  const { bytes, start } = draft.snapshot();
  return { key, version: page.version, starts: compactStarts(starts, used, start), bytes };
}
