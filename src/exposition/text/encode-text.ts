import { SERIES_PER_STEP } from "../../globals/scrape-slice.js";
import type { EscapingScheme } from "../../model/families/escaping-schemes.js";
import { liveSeriesOf } from "../../model/families/live-metrics.js";
import type { MetricFamily } from "../../model/families/metric-family.js";
import type { ByteWriter } from "../bytes/byte-writer.js";
import type { Bytes } from "../bytes/bytes.js";
import { MetadataCache } from "../bytes/metadata-cache.js";
import type { NamedFamily } from "../escape-family-names.js";
import type { ExpositionFormatName } from "../negotiation/format.js";
import { smallPage } from "../small-page.js";
import { collectorEncoder, labelsOf, warnOfNativeOnly, writePage } from "./live-series.js";
import { metricFormatter, type TextOptions } from "./metric-lines.js";
import { openMetricsText } from "./openmetrics.js";
import { prometheusText } from "./prometheus.js";
import type { TextSyntax } from "./syntax.js";
import { writeValueFamily } from "./value-family.js";

/**
 * Writes families in a text format. Each step yields a full chunk or `undefined`; the caller may pause after any of
 * them.
 *
 * @param writer - receives the bytes
 * @param families - the families, in the order in which they are written
 * @param format - the format, any but protobuf
 * @param scheme - the escaping scheme for names outside the legacy character set
 * @param created - whether to write `_created` samples if the format has them
 */
export function* encodeText(
  writer: ByteWriter,
  families: Iterable<NamedFamily>,
  format: ExpositionFormatName,
  scheme: EscapingScheme,
  created: boolean,
): Generator<Bytes | undefined> {
  const syntax = format.startsWith("text") ? prometheusText : openMetricsText;
  const options = { syntax, scheme, created };
  const metadata = metadataOf(syntax);
  // Most families have few series, and reading the clock takes as long as writing one. So they share a step.
  let written = 0;
  for (const { family, name } of families) {
    const live = liveSeriesOf(family);
    if (live === undefined) {
      yield* writeMetrics(writer, family, name, options);
      continue;
    }
    const small = smallPage(live);
    if (small !== undefined && writeValueFamily(writer, family, name, small, options)) {
      written += 1 + small.page.used;
      if (written < SERIES_PER_STEP && !writer.isFull) continue;
      written = 0;
      yield writer.takeFull();
      continue;
    }
    metadata.write(writer, family, name, live[0]?.pages[0]);
    written++;
    for (const series of live) {
      warnOfNativeOnly(family, series);
      const encoder = collectorEncoder(family, name, series, options);
      for (const page of series.pages) {
        const labels = labelsOf(page, encoder);
        let offset = 0;
        do {
          offset = writePage(writer, series, page, encoder, labels, offset);
          written += page.used;
          if (written < SERIES_PER_STEP && !writer.isFull) continue;
          written = 0;
          yield writer.takeFull();
        } while (offset < page.used);
      }
    }
  }
  writer.text(syntax.end);
  if (writer.at > 0) yield writer.take();
}

/** Writes a family that is not live. */
function* writeMetrics(
  writer: ByteWriter,
  family: MetricFamily,
  name: string,
  options: TextOptions,
): Generator<Bytes | undefined> {
  const formatMetric = metricFormatter(family, name, options);
  let lines = options.syntax.metadata(family, name);
  let written = 0;
  for (const metric of family.metrics) {
    lines += formatMetric(metric);
    if (++written % SERIES_PER_STEP !== 0) continue;
    writer.text(lines);
    lines = "";
    yield writer.takeFull();
  }
  writer.text(lines);
  yield writer.takeFull();
}

const metadataCaches = new Map<TextSyntax, MetadataCache>();

function metadataOf(syntax: TextSyntax): MetadataCache {
  const known = metadataCaches.get(syntax);
  if (known !== undefined) return known;
  const cache = new MetadataCache((writer, family, name) => writer.text(syntax.metadata(family, name)));
  metadataCaches.set(syntax, cache);
  return cache;
}
