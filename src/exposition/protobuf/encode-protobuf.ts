import type { CollectorSeries, SeriesPageView } from "../../model/collector-series.js";
import type { EscapingScheme } from "../../model/escaping-schemes.js";
import type { MetricFamily } from "../../model/metric-family.js";
import { metricTypes, protobufTypes } from "../../model/metric-types.js";
import { ByteWriter } from "../bytes/byte-writer.js";
import type { Bytes } from "../bytes/bytes.js";
import type { MessageBytes, PageCache } from "../bytes/page-cache.js";
import type { NamedFamily } from "../escape-family-names.js";
import { type ProtobufLabels, protobufLabels } from "./labels.js";
import { fixedLengthCache, fixedLengthSize, slotEncoder, writeFixedLengthPage } from "./live-series.js";
import { encodeMetric } from "./metrics.js";

/** How many metrics are written between two pauses. */
const METRICS_A_STEP = 64;

type Steps = Generator<Bytes | undefined>;

/**
 * Writes families as `io.prometheus.client.MetricFamily` messages, each after its length. Each step gives a full chunk, or
 * nothing: both are places to pause. A message's length comes first, so a family is either measured before it is written, or
 * its metrics are held until the last one is written.
 *
 * @param writer - what is written to
 * @param families - in the order in which they are written
 * @param scheme - what becomes of names outside of the legacy character set
 */
export function* encodeProtobuf(writer: ByteWriter, families: Iterable<NamedFamily>, scheme: EscapingScheme): Steps {
  const holding = new ByteWriter();
  for (const { family, name } of families) {
    holding.at = 0;
    const cache = fixedLengthCache(family);
    if (cache !== undefined) yield* writeFixedLength(writer, holding, family, name, cache, scheme);
    else yield* writeBuffered(writer, holding, family, name, scheme);
  }
  if (writer.at > 0) yield writer.take();
}

function* writeFixedLength(
  writer: ByteWriter,
  holding: ByteWriter,
  family: MetricFamily,
  name: string,
  cache: PageCache<ProtobufLabels, MessageBytes>,
  scheme: EscapingScheme,
): Steps {
  writeHead(holding, family, name);
  const head = holding.at;
  writeTail(holding, family);
  const frame = holding.written;
  const held: { readonly part: CollectorSeries; readonly page: SeriesPageView; readonly kept: MessageBytes }[] = [];
  let size = frame.length;
  for (const part of family.live ?? []) {
    const labels = protobufLabels(part, scheme);
    for (const page of part.pages) {
      const kept = cache.get(page, labels);
      held.push({ part, page, kept });
      size += fixedLengthSize(part, page, kept);
      yield;
    }
  }
  writer.expect(size);
  writer.messageLength(size);
  writer.bytes(frame.subarray(0, head));
  for (const { part, page, kept } of held) {
    writeFixedLengthPage(writer, part, page, kept);
    yield writer.takeFull();
  }
  writer.bytes(frame.subarray(head));
}

function* writeBuffered(
  writer: ByteWriter,
  holding: ByteWriter,
  family: MetricFamily,
  name: string,
  scheme: EscapingScheme,
): Steps {
  writeHead(holding, family, name);
  const steps = family.live === undefined ? plainSteps(holding, family, scheme) : liveSteps(holding, family, scheme);
  const held: Uint8Array[] = [];
  for (const _ of steps) {
    if (holding.isFull) held.push(holding.take());
    yield;
  }
  writeTail(holding, family);
  held.push(holding.written);
  writer.messageLength(held.reduce((size, { length }) => size + length, 0));
  for (const chunk of held) {
    writer.bytes(chunk);
    yield writer.takeFull();
  }
}

function* plainSteps(writer: ByteWriter, family: MetricFamily, scheme: EscapingScheme): Generator<void> {
  let written = 0;
  for (const metric of family.metrics) {
    writer.bytes(encodeMetric(family, metric, scheme));
    if (++written % METRICS_A_STEP === 0) yield;
  }
}

function* liveSteps(writer: ByteWriter, family: MetricFamily, scheme: EscapingScheme): Generator<void> {
  for (const part of family.live ?? []) {
    const write = slotEncoder(family, part, scheme);
    for (const page of part.pages) {
      for (let slot = 0; slot < page.used; slot++) {
        if (part.isShown(page, slot)) write(writer, page, slot);
        if (slot % METRICS_A_STEP === METRICS_A_STEP - 1) yield;
      }
      yield;
    }
  }
}

/** What comes before the metrics of a family: name, help and type. */
function writeHead(writer: ByteWriter, { help, type }: MetricFamily, name: string): void {
  writer.textField(10, name);
  if (help !== "") writer.textField(18, help);
  writer.reserve(2);
  writer.byte(24);
  writer.byte(protobufTypes.indexOf(metricTypes[type].protobufType));
}

/** What comes behind them: the unit. */
function writeTail(writer: ByteWriter, { unit = "" }: MetricFamily): void {
  if (unit !== "") writer.textField(42, unit);
}
