import { SERIES_PER_STEP } from "../../globals/scrape-slice.js";
import type { EscapingScheme } from "../../model/families/escaping-schemes.js";
import type { MetricFamily } from "../../model/families/metric-family.js";
import type { ByteWriter } from "../bytes/byte-writer.js";
import { FamilyImage } from "../bytes/family-image.js";
import { DOUBLE_SIZE, putDouble } from "../bytes/number-bytes.js";
import { PageKeeper } from "../bytes/page-cache.js";
import type { PageOfSeries } from "../small-page.js";
import { writeHead, writeTail } from "./family-fields.js";
import { labelFormatOf, SeriesLabels } from "./labels.js";
import { counterTags, gaugeTags, writeMetric } from "./pages.js";

/** The fact of an image about each series: the distance of its value from the end. */
const FACT_SIZE = 4;

const images = new PageKeeper<FamilyImage>();

/** The position of each value of the last family. */
const positions = new Uint32Array(SERIES_PER_STEP);

/**
 * Writes a small family whose messages do not vary in length with their values: first message by message, later as a
 * copy with the current values.
 *
 * @param name - the escaped family name
 * @returns whether it is such a family
 */
export function writeValueFamily(
  writer: ByteWriter,
  family: MetricFamily,
  name: string,
  small: PageOfSeries,
  scheme: EscapingScheme,
): boolean {
  const { type } = family;
  const { series, page } = small;
  if ((type !== "counter" && type !== "gauge") || page.hasDetails || !series.isFull(page)) return false;
  const { used, values } = page;
  const known = images.get(page);
  if (known?.isOf(family, small, scheme)) {
    writer.binary(known);
    const { at, view } = writer;
    for (let i = 0; i < used; i++)
      putDouble(view, at - known.bytes.getUint32(known.facts + i * FACT_SIZE), values[i] as number);
    return true;
  }
  const from = writer.at;
  const start = writer.beginMessage();
  writeHead(writer, family, name);
  const labels = new SeriesLabels(labelFormatOf(series, scheme));
  const tags = type === "counter" ? counterTags : gaugeTags;
  for (let i = 0; i < used; i++) {
    const trailing = writeMetric(writer, page, i, labels, tags, values[i] as number);
    positions[i] = writer.at - trailing - DOUBLE_SIZE;
  }
  writeTail(writer, family);
  const end = writer.at;
  writer.endMessage(start);
  const image = new FamilyImage(family, small, scheme, writer, from, used * FACT_SIZE, 0);
  for (let i = 0; i < used; i++) image.bytes.setUint32(image.facts + i * FACT_SIZE, end - (positions[i] as number));
  images.set(page, image);
  return true;
}
