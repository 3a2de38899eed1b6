import type { EscapingScheme } from "../../model/families/escaping-schemes.js";
import type { Labels } from "../../model/families/metric.js";
import type { MetricFamily } from "../../model/families/metric-family.js";
import { areSameLabels } from "../equality.js";
import type { PageOfSeries } from "../small-page.js";
import type { ByteWriter } from "./byte-writer.js";
import { allocatePadded, type PaddedBytes } from "./padded-bytes.js";

/**
 * The bytes of a small family as a scrape wrote them, and facts about its series that the next scrape needs to write
 * their current values. The facts come before the bytes in the same memory: hundreds of typed arrays would take longer
 * to allocate than the families to write.
 */
export class FamilyImage implements PaddedBytes {
  readonly bytes: DataView;
  /** The position of the facts. */
  readonly facts: number;
  readonly start: number;
  end: number;
  readonly #limit: number;
  readonly #name: string;
  readonly #help: string;
  readonly #type: string;
  readonly #unit: string | undefined;
  readonly #constLabels: Labels;
  readonly #scheme: EscapingScheme;
  readonly #version: number;

  /**
   * Copies what a writer has written from a position on.
   *
   * @param facts - the size of the facts
   * @param slack - the number of bytes by which the copy may grow
   */
  constructor(
    family: MetricFamily,
    { series, page }: PageOfSeries,
    scheme: EscapingScheme,
    writer: ByteWriter,
    from: number,
    facts: number,
    slack: number,
  ) {
    const length = writer.at - from;
    const { bytes, start, end } = allocatePadded(facts + length + slack);
    this.bytes = bytes;
    this.facts = start;
    this.start = start + facts;
    this.end = this.start + length;
    this.#limit = end;
    this.#name = family.name;
    this.#help = family.help;
    this.#type = family.type;
    this.#unit = family.unit;
    this.#constLabels = series.layout.constLabels;
    this.#scheme = scheme;
    this.#version = page.version;
    writer.copyTo(bytes, this.start, from);
  }

  /** Whether the family has these bytes, apart from its values. */
  isOf(family: MetricFamily, { series, page }: PageOfSeries, scheme: EscapingScheme): boolean {
    return (
      this.#version === page.version &&
      this.#scheme === scheme &&
      this.#name === family.name &&
      this.#help === family.help &&
      this.#type === family.type &&
      this.#unit === family.unit &&
      areSameLabels(this.#constLabels, series.layout.constLabels)
    );
  }

  /** Copies what a writer has written from a position on, if there is space for it, and returns whether there is. */
  replace(writer: ByteWriter, from: number): boolean {
    const end = this.start + writer.at - from;
    if (end > this.#limit) return false;
    this.end = end;
    writer.copyTo(this.bytes, this.start, from);
    return true;
  }
}
