import type { MetricFamily } from "../../model/families/metric-family.js";
import { sampleNames } from "../../model/families/metric-types.js";
import type { FamilyNames } from "./family-names.js";
import { GatherError } from "./merge-families.js";

/** A lookup of families by name, and of the family that writes a sample. */
interface FamilyLookup {
  get(name: string): MetricFamily | undefined;
  writerOf(sample: string): string | undefined;
}

/** Sorted families of distinct names, as the base of a table. */
export class SortedFamilies implements FamilyLookup {
  readonly #families: readonly MetricFamily[];
  readonly #names: FamilyNames;

  constructor(families: readonly MetricFamily[], names: FamilyNames) {
    this.#families = families;
    this.#names = names;
  }

  get(name: string): MetricFamily | undefined {
    const position = this.#names.positionOf(name);
    return position === undefined ? undefined : this.#families[position];
  }

  writerOf(sample: string): string | undefined {
    return this.#names.writerOf(sample);
  }
}

/**
 * Families by name, and the family that writes each sample name.
 *
 * @internal
 */
export class FamilyTable implements FamilyLookup {
  readonly #base: FamilyLookup;
  readonly #families = new Map<string, MetricFamily>();
  readonly #samples = new Map<string, string>();

  /** @param base - the families that are visible in this table */
  constructor(base: FamilyLookup) {
    this.#base = base;
  }

  /** Families of this table, without those of the base. */
  get families(): MetricFamily[] {
    return [...this.#families.values()];
  }

  /** Returns the family of a name, in this table or its base. */
  get(name: string): MetricFamily | undefined {
    return this.#families.get(name) ?? this.#base.get(name);
  }

  /** Returns the name of the family that writes a sample. */
  writerOf(sample: string): string | undefined {
    return this.#samples.get(sample) ?? this.#base.writerOf(sample);
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
      const writer = this.writerOf(sample);
      if (writer !== undefined && writer !== name)
        throw new GatherError(
          "duplicate",
          `${name}: the family conflicts with ${writer}, because both write samples named ${sample}. Rename one of them.`,
        );
    }
    for (const sample of samples) this.#samples.set(sample, name);
    this.#families.set(name, family);
  }
}
