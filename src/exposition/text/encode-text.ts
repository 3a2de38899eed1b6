import { SERIES_PER_STEP } from "../../globals/scrape-slice.js";
import type { ByteWriter } from "../bytes/byte-writer.js";
import type { Bytes } from "../bytes/bytes.js";
import type { NamedFamily } from "../escape-family-names.js";
import { writeLiveSeries } from "./live-series.js";
import { metricLines, type TextOptions } from "./metric-lines.js";

/**
 * Writes families in a text format. Each step yields a full chunk or `undefined`; the caller may pause after any of
 * them.
 *
 * @param writer - receives the bytes
 * @param families - the families, in the order in which they are written
 * @param options - the format and its options
 */
export function* encodeText(
  writer: ByteWriter,
  families: Iterable<NamedFamily>,
  options: TextOptions,
): Generator<Bytes | undefined> {
  for (const { family, name } of families) {
    let lines = options.syntax.metadata(family, name);
    if (family.live === undefined) {
      let written = 0;
      for (const metric of family.metrics) {
        lines += metricLines(family, name, metric, options);
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
  writer.text(options.syntax.end);
  if (writer.at > 0) yield writer.take();
}
