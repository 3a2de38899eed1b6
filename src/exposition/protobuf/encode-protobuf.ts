import { SERIES_PER_STEP } from "../../globals/scrape-slice.js";
import type { CollectorSeries } from "../../model/families/collector-series.js";
import type { EscapingScheme } from "../../model/families/escaping-schemes.js";
import { liveSeriesOf } from "../../model/families/live-metrics.js";
import type { MetricFamily } from "../../model/families/metric-family.js";
import { ByteWriter } from "../bytes/byte-writer.js";
import type { Bytes } from "../bytes/bytes.js";
import { MetadataCache } from "../bytes/metadata-cache.js";
import type { MessageBytes, PageCache } from "../bytes/page-cache.js";
import type { NamedFamily } from "../escape-family-names.js";
import { type PageOfSeries, smallPage } from "../small-page.js";
import { writeHead, writeTail } from "./family-fields.js";
import { labelFormatOf, type ProtobufLabelFormat } from "./labels.js";
import { fixedLengthCache, fixedLengthSize, slotEncoder, slotLabels, writeFixedLengthPage } from "./live-series.js";
import { encodeMetric } from "./metrics.js";
import { writeValueFamily } from "./value-family.js";

type Steps = Generator<Bytes | undefined>;

/**
 * Writes families as `io.prometheus.client.MetricFamily` messages, each preceded by its length. Each step yields a full
 * chunk or `undefined`; the caller may pause after any of them. Because the length precedes the message, the encoder
 * either measures a family before writing it or buffers its metrics until the last one.
 *
 * @param writer - receives the bytes
 * @param families - the families, in the order in which they are written
 * @param scheme - the escaping scheme for names outside the legacy character set
 */
export function* encodeProtobuf(writer: ByteWriter, families: Iterable<NamedFamily>, scheme: EscapingScheme): Steps {
  const buffer = new ByteWriter();
  let written = 0;
  for (const { family, name } of families) {
    const small = smallPage(liveSeriesOf(family));
    if (small !== undefined) {
      if (!writeValueFamily(writer, family, name, small, scheme)) writeSmall(writer, family, name, small, scheme);
      // Families share a step, as in text.
      written += 1 + small.page.used;
      if (written < SERIES_PER_STEP && !writer.isFull) continue;
      written = 0;
      yield writer.takeFull();
      continue;
    }
    buffer.at = 0;
    const cache = fixedLengthCache(family);
    if (cache !== undefined) yield* writeFixedLength(writer, buffer, family, name, cache, scheme);
    else yield* writeBuffered(writer, buffer, family, name, scheme);
  }
  if (writer.at > 0) yield writer.take();
}

/** A page with its encoded metrics. */
interface EncodedPage extends PageOfSeries {
  readonly messages: MessageBytes;
}

const heads = new MetadataCache(writeHead);

function writeSmall(
  writer: ByteWriter,
  family: MetricFamily,
  name: string,
  { series, page }: PageOfSeries,
  scheme: EscapingScheme,
): void {
  const start = writer.beginMessage();
  heads.write(writer, family, name, page);
  const cache = fixedLengthCache(family);
  if (cache !== undefined) {
    writeFixedLengthPage(writer, series, page, cache.get(page, labelFormatOf(series, scheme)));
  } else {
    const encoder = slotEncoder(family, series, scheme);
    const labels = slotLabels(page, encoder);
    for (let offset = 0; offset < page.used; offset++)
      if (series.isShown(page, offset)) encoder.encode(writer, page, offset, labels);
  }
  writeTail(writer, family);
  writer.endMessage(start);
}

function* writeFixedLength(
  writer: ByteWriter,
  buffer: ByteWriter,
  family: MetricFamily,
  name: string,
  cache: PageCache<ProtobufLabelFormat, MessageBytes>,
  scheme: EscapingScheme,
): Steps {
  writeHead(buffer, family, name);
  const headSize = buffer.at;
  writeTail(buffer, family);
  const metadata = buffer.written;
  const encodedPages: EncodedPage[] = [];
  let size = metadata.length;
  for (const series of liveSeriesOf(family) ?? []) {
    const format = labelFormatOf(series, scheme);
    for (const page of series.pages) {
      const messages = cache.get(page, format);
      encodedPages.push({ series, page, messages });
      size += fixedLengthSize(series, page, messages);
      yield;
    }
  }
  writer.expect(size);
  writer.messageLength(size);
  writer.bytes(metadata.subarray(0, headSize));
  for (const { series, page, messages } of encodedPages) {
    writeFixedLengthPage(writer, series, page, messages);
    yield writer.takeFull();
  }
  writer.bytes(metadata.subarray(headSize));
}

function* writeBuffered(
  writer: ByteWriter,
  buffer: ByteWriter,
  family: MetricFamily,
  name: string,
  scheme: EscapingScheme,
): Steps {
  writeHead(buffer, family, name);
  const live = liveSeriesOf(family);
  const steps = live === undefined ? plainSteps(buffer, family, scheme) : liveSteps(buffer, family, live, scheme);
  const chunks: Uint8Array[] = [];
  for (const _ of steps) {
    if (buffer.isFull) chunks.push(buffer.take());
    yield;
  }
  writeTail(buffer, family);
  chunks.push(buffer.written);
  writer.messageLength(chunks.reduce((size, { length }) => size + length, 0));
  for (const chunk of chunks) {
    writer.bytes(chunk);
    yield writer.takeFull();
  }
}

function* plainSteps(writer: ByteWriter, family: MetricFamily, scheme: EscapingScheme): Generator<void> {
  let written = 0;
  for (const metric of family.metrics) {
    writer.bytes(encodeMetric(family, metric, scheme));
    if (++written % SERIES_PER_STEP === 0) yield;
  }
}

function* liveSteps(
  writer: ByteWriter,
  family: MetricFamily,
  live: readonly CollectorSeries[],
  scheme: EscapingScheme,
): Generator<void> {
  for (const series of live) {
    const encoder = slotEncoder(family, series, scheme);
    for (const page of series.pages) {
      const labels = slotLabels(page, encoder);
      for (let offset = 0; offset < page.used; offset++) {
        if (series.isShown(page, offset)) encoder.encode(writer, page, offset, labels);
        if (offset % SERIES_PER_STEP === SERIES_PER_STEP - 1) yield;
      }
      yield;
    }
  }
}
