import type { SeriesPageView } from "../../model/collector-series.js";
import { ByteWriter } from "../bytes/byte-writer.js";
import { DOUBLE_SIZE, varintSize } from "../bytes/number-bytes.js";
import { type MessageBytes, offsetsOf, type PageBytes, PageCache } from "../bytes/page-cache.js";
import { type ProtobufLabels, SeriesLabels } from "./labels.js";
import { timestampOf, timestampSize, writeTimestamp } from "./timestamp.js";

/** Tag of the `metric` field of MetricFamily, and of what a Metric holds. */
const METRIC = 34;
const COUNTER = 26;
const GAUGE = 18;
/** Tag of a counter's or gauge's value, and of when a counter began. */
const VALUE = 9;
const CREATED = 26;

/** Tag and length of a metric and of its value's message, and a counter's whole message, at most. */
const FRAME_ROOM = 64;

/** Where pages are put together. */
const draft = new ByteWriter(undefined, Number.POSITIVE_INFINITY);

/** The labels of live series, for metrics whose values change their length. */
export const protobufLabelCache: PageCache<ProtobufLabels> = new PageCache((page, labels) => {
  const series = new SeriesLabels(labels);
  return encodeSlots(page, labels, (slot) => {
    series.read(page, slot);
    series.write(draft);
  });
});

/** Whole metrics of counters, with a gap where the value belongs. */
export const counterCache: PageCache<ProtobufLabels, MessageBytes> = new PageCache((page, labels) =>
  encodeMessages(page, labels, COUNTER, true),
);

/** Whole metrics of gauges, with a gap where the value belongs. */
export const gaugeCache: PageCache<ProtobufLabels, MessageBytes> = new PageCache((page, labels) =>
  encodeMessages(page, labels, GAUGE, false),
);

/** Encodes message after message: labels, a value of 0, and perhaps when the series began. */
function encodeMessages(page: SeriesPageView, labels: ProtobufLabels, tag: number, hasCreated: boolean): MessageBytes {
  const series = new SeriesLabels(labels);
  const behind = new Uint8Array(page.used);
  const kept = encodeSlots(page, labels, (slot) => {
    series.read(page, slot);
    const created = hasCreated ? timestampOf(page.created[slot] as number) : undefined;
    const after = created === undefined ? 0 : 2 + timestampSize(created);
    const body = 1 + DOUBLE_SIZE + after;
    const metric = series.size + 1 + varintSize(body) + body;
    draft.reserve(FRAME_ROOM);
    draft.byte(METRIC);
    draft.varint(metric);
    series.write(draft);
    draft.reserve(FRAME_ROOM);
    draft.byte(tag);
    draft.varint(body);
    draft.byte(VALUE);
    draft.double(0);
    if (created !== undefined) writeTimestamp(draft, CREATED, created);
    behind[slot] = after;
  });
  return { ...kept, trailingBytes: behind };
}

/** Encodes slot after slot. */
function encodeSlots(page: SeriesPageView, { key }: ProtobufLabels, write: (slot: number) => void): PageBytes {
  draft.at = 0;
  const ends = new Uint32Array(page.used + 1);
  for (let slot = 0; slot < page.used; slot++) {
    write(slot);
    ends[slot + 1] = draft.at;
  }
  return { key, version: page.version, offsets: offsetsOf(ends), view: draft.snapshot() };
}
