import type { SeriesPageView } from "../../model/families/collector-series.js";
import type { MetricFamily } from "../../model/families/metric-family.js";
import type { ByteWriter } from "./byte-writer.js";
import type { PaddedBytes } from "./padded-bytes.js";
import { PageKeeper } from "./page-cache.js";

/**
 * The size in bytes from which metadata is not copied as doubles. The length of a protobuf field is written in bytes that
 * look like a part of a NaN if it is from 16,368 to 16,383, or more than two million.
 */
const LONG_METADATA = 16_368;

/** The bytes that a format writes before the series of a family, and everything that determines them. */
interface Metadata extends PaddedBytes {
  readonly name: string;
  readonly escapedName: string;
  readonly help: string;
  readonly type: string;
  readonly unit: string | undefined;
}

/** A cache of the metadata of live families in one format. It is kept with the first page of a family. */
export class MetadataCache {
  readonly #pages = new PageKeeper<Metadata>();
  readonly #encode: (writer: ByteWriter, family: MetricFamily, name: string) => void;

  /** @param encode - writes the metadata of a family under an escaped name */
  constructor(encode: (writer: ByteWriter, family: MetricFamily, name: string) => void) {
    this.#encode = encode;
  }

  /**
   * Writes the metadata of a family.
   *
   * @param page - the first page of the family, if it has one
   */
  write(writer: ByteWriter, family: MetricFamily, escapedName: string, page: SeriesPageView | undefined): void {
    const { name, help, type, unit } = family;
    const known = page && this.#pages.get(page);
    if (
      known?.name === name &&
      known.escapedName === escapedName &&
      known.help === help &&
      known.type === type &&
      known.unit === unit
    ) {
      const { bytes, start, end } = known;
      if (end - start < LONG_METADATA) writer.padded(known);
      else {
        writer.reserve(end - start);
        writer.range(bytes, start, end);
      }
      return;
    }
    const start = writer.at;
    this.#encode(writer, family, escapedName);
    if (page === undefined) return;
    const { bytes, start: keptStart, end } = writer.snapshot(start);
    this.#pages.set(page, { bytes, start: keptStart, end, name, escapedName, help, type, unit });
  }
}
