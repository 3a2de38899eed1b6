import type { MetricFamily } from "../../model/families/metric-family.js";
import { sampleNames } from "../../model/families/metric-types.js";

/** Number of families that are merged, or whose names are added, between two pauses. */
export const FAMILIES_A_STEP = 16;

/** The names of families, and of their samples. They are the same in each gather until a family is added or removed. */
export class FamilyNames {
  readonly #names: string[] = [];
  readonly #types: string[] = [];
  readonly #positions = new Map<string, number>();
  readonly #writers = new Map<string, string>();

  /** Collects the names of families, in steps between which the caller can pause. */
  static *of(families: readonly MetricFamily[]): Generator<void, FamilyNames> {
    const names = new FamilyNames();
    for (let i = 0; i < families.length; i++) {
      const { name, type } = families[i] as MetricFamily;
      names.#names.push(name);
      names.#types.push(type);
      names.#positions.set(name, i);
      for (const sample of sampleNames(name, type)) names.#writers.set(sample, name);
      if (i % FAMILIES_A_STEP === FAMILIES_A_STEP - 1) yield;
    }
    return names;
  }

  /** Whether these are the names of some families, in the same order. */
  areOf(families: readonly MetricFamily[]): boolean {
    if (families.length !== this.#names.length) return false;
    for (let i = 0; i < families.length; i++) {
      const { name, type } = families[i] as MetricFamily;
      if (name !== this.#names[i] || type !== this.#types[i]) return false;
    }
    return true;
  }

  /** Returns the position of the family of a name. */
  positionOf(name: string): number | undefined {
    return this.#positions.get(name);
  }

  /** Returns the name of the family that writes a sample. */
  writerOf(sample: string): string | undefined {
    return this.#writers.get(sample);
  }
}
