import type { ByteWriter } from "../bytes/byte-writer.js";
import type { Bytes } from "../bytes/bytes.js";
import type { NamedFamily } from "../escape-family-names.js";
import { writeLiveSeries } from "./live-series.js";
import { metricLines, type TextOptions } from "./metric-lines.js";

/** How many metrics are written between two pauses. */
const METRICS_A_STEP = 64;

/**
 * Writes families in a text format. Each step gives a full chunk, or nothing: both are places to pause.
 *
 * @param writer - what is written to
 * @param families - in the order in which they are written
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
        if (++written % METRICS_A_STEP !== 0) continue;
        writer.text(lines);
        lines = "";
        yield writer.takeFull();
      }
      writer.text(lines);
    } else {
      writer.text(lines);
      for (const part of family.live)
        for (const _ of writeLiveSeries(writer, family, name, part, options)) yield writer.takeFull();
    }
    yield writer.takeFull();
  }
  writer.text(options.syntax.end);
  if (writer.at > 0) yield writer.take();
}
