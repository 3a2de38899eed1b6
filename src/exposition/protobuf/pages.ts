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

/** The complete metrics of counters, with space for their values. */
export const counterCache: PageCache<ProtobufLabelFormat, MessageBytes> = new PageCache((page, format) =>
  encodeMetrics(page, format, METRIC_COUNTER, COUNTER_VALUE, COUNTER_CREATED_TIMESTAMP),
);

/** The complete metrics of gauges, with space for their values. */
export const gaugeCache: PageCache<ProtobufLabelFormat, MessageBytes> = new PageCache((page, format) =>
  encodeMetrics(page, format, METRIC_GAUGE, GAUGE_VALUE, undefined),
);

/** Encodes one metric per slot: its labels, a value of 0 and, if there is a tag for it, the time at which it began. */
function encodeMetrics(
  page: SeriesPageView,
  format: ProtobufLabelFormat,
  typeTag: number,
  valueTag: number,
  createdTag: number | undefined,
): MessageBytes {
  const labels = new SeriesLabels(format);
  const trailingBytes = new Uint8Array(page.used);
  const encoded = encodeSlots(page, format, (offset) => {
    labels.read(page, offset);
    const created = timestampOf(page.created[offset] as number);
    const trailing = createdTag === undefined ? 0 : 2 + timestampSize(created);
    const body = 1 + DOUBLE_SIZE + trailing;
    const metric = labels.size + 1 + varintSize(body) + body;
    draft.reserve(MESSAGE_ROOM);
    draft.byte(METRIC_FAMILY_METRIC);
    draft.varint(metric);
    labels.write(draft);
    draft.reserve(MESSAGE_ROOM);
    draft.byte(typeTag);
    draft.varint(body);
    draft.byte(valueTag);
    draft.double(0);
    if (createdTag !== undefined) writeTimestamp(draft, createdTag, created);
    trailingBytes[offset] = trailing;
  });
  return { ...encoded, trailingBytes };
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
