import { SERIES_PER_STEP } from "../../globals/scrape-slice.js";
import type { EscapingScheme } from "../../model/families/escaping-schemes.js";
import type { ByteWriter } from "../bytes/byte-writer.js";
import type { Bytes } from "../bytes/bytes.js";
import type { NamedFamily } from "../escape-family-names.js";
import type { ExpositionFormatName } from "../negotiation/format.js";
import { writeLiveSeries } from "./live-series.js";
import { metricFormatter } from "./metric-lines.js";
import { openMetricsText } from "./openmetrics.js";
import { prometheusText } from "./prometheus.js";

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
  for (const { family, name } of families) {
    let lines = syntax.metadata(family, name);
    if (family.live === undefined) {
      const formatMetric = metricFormatter(family, name, options);
      let written = 0;
      for (const metric of family.metrics) {
        lines += formatMetric(metric);
        if (++written % SERIES_PER_STEP !== 0) continue;
        writer.text(lines);
        lines = "";
        yield writer.takeFull();
      }
      writer.text(lines);
    } else {
      writer.text(lines);
      for (const series of family.live)
        for (const _ of writeLiveSeries(writer, family, name, series, options)) yield writer.takeFull();
    }
    yield writer.takeFull();
  }
  writer.text(syntax.end);
  if (writer.at > 0) yield writer.take();
}
