import type { MetricFamily } from "../../model/families/metric-family.js";
import { sampleNames } from "../../model/families/metric-types.js";
import { GatherError } from "./merge-families.js";

/**
 * Families by name, and the family that writes each sample name.
 *
 * @internal
 */
export class FamilyTable {
  readonly #base: FamilyTable | undefined;
  readonly #families = new Map<string, MetricFamily>();
  readonly #samples = new Map<string, string>();

  /** @param base - a table whose families are visible in this one */
  constructor(base?: FamilyTable) {
    this.#base = base;
  }

  /** Families of this table, without those of the base. */
  get families(): MetricFamily[] {
    return [...this.#families.values()];
  }

  /** Returns the family of a name, in this table or its base. */
  get(name: string): MetricFamily | undefined {
    return this.#families.get(name) ?? this.#base?.get(name);
  }

  /**
   * Adds a family, or replaces the one of the same name.
   *
   * @throws {GatherError} if another family writes samples of the same name
   */
  put(family: MetricFamily): void {
    const { name } = family;
    const samples = sampleNames(name, family.type);
    for (const sample of samples) {
      const writer = this.#writer(sample);
      if (writer !== undefined && writer !== name)
        throw new GatherError(
          "duplicate",
          `${name}: the family conflicts with ${writer}, because both write samples named ${sample}. Rename one of them.`,
        );
    }
    for (const sample of samples) this.#samples.set(sample, name);
    this.#families.set(name, family);
  }

  #writer(sample: string): string | undefined {
    const writer = this.#samples.get(sample);
    return writer === undefined && this.#base !== undefined ? this.#base.#writer(sample) : writer;
  }
}
