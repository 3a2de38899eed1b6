import type { MetricFamily } from "../../model/metric-family.js";
import { sampleNames } from "../../model/metric-types.js";
import { GatherError } from "./merge-families.js";

/**
 * Families by name, and which of them writes samples of which name.
 *
 * @internal
 */
export class FamilyTable {
  readonly #base: FamilyTable | undefined;
  readonly #families = new Map<string, MetricFamily>();
  readonly #samples = new Map<string, string>();

  /** @param base - what is there already */
  constructor(base?: FamilyTable) {
    this.#base = base;
  }

  /** The families that were put here. */
  get families(): MetricFamily[] {
    return [...this.#families.values()];
  }

  /** The family of a name, here or in the base. */
  get(name: string): MetricFamily | undefined {
    return this.#families.get(name) ?? this.#base?.get(name);
  }

  /**
   * Puts a family here, in the place of the one of its name.
   *
   * @throws GatherError when another family writes samples of the same name, so that they would mix
   */
  put(family: MetricFamily): void {
    const { name } = family;
    const samples = sampleNames(name, family.type);
    for (const sample of samples) {
      const writer = this.#writer(sample);
      if (writer !== undefined && writer !== name)
        throw new GatherError("duplicate", `${name}: both it and ${writer} write samples named ${sample}`);
    }
    for (const sample of samples) this.#samples.set(sample, name);
    this.#families.set(name, family);
  }

  #writer(sample: string): string | undefined {
    const writer = this.#samples.get(sample);
    return writer === undefined && this.#base !== undefined ? this.#base.#writer(sample) : writer;
  }
}
