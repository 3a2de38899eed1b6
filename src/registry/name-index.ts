import type { Collector, FamilyDescription } from "../model/collector.js";
import { sampleNames } from "../model/families/metric-types.js";

/** A family that a registered collector describes. */
export interface DescribedFamily {
  /** Collector that describes the family. */
  readonly collector: Collector;
  /** Description of the family. */
  readonly description: FamilyDescription;
}

/**
 * The families of a registry, indexed by the names of their samples. A registration compares only the families that
 * share a sample name, so its cost does not grow with the registry.
 *
 * @internal
 */
export class NameIndex {
  readonly #bySample = new Map<string, Set<DescribedFamily>>();
  readonly #byCollector = new Map<Collector, readonly DescribedFamily[]>();

  /** Adds the families of a collector. */
  add(collector: Collector, described: readonly FamilyDescription[]): void {
    const families = described.map((description) => ({ collector, description }));
    this.#byCollector.set(collector, families);
    for (const family of families) {
      for (const sample of samplesOf(family.description)) {
        const others = this.#bySample.get(sample);
        if (others === undefined) this.#bySample.set(sample, new Set([family]));
        else others.add(family);
      }
    }
  }

  /** Removes the families of a collector. */
  delete(collector: Collector): void {
    for (const family of this.#byCollector.get(collector) ?? []) {
      for (const sample of samplesOf(family.description)) {
        const others = this.#bySample.get(sample);
        others?.delete(family);
        if (others?.size === 0) this.#bySample.delete(sample);
      }
    }
    this.#byCollector.delete(collector);
  }

  /** Removes all families. */
  clear(): void {
    this.#bySample.clear();
    this.#byCollector.clear();
  }

  /** Yields the collectors of the family of a name, in the order in which they were added. */
  *collectorsOf(name: string): Generator<Collector, undefined> {
    for (const { collector, description } of this.#bySample.get(name) ?? [])
      if (description.name === name) yield collector;
  }

  /** Yields the families that share a sample name with another family. */
  *sharing(description: FamilyDescription): Generator<DescribedFamily> {
    for (const sample of samplesOf(description)) yield* this.#bySample.get(sample) ?? [];
  }
}

function samplesOf({ name, type }: FamilyDescription): readonly string[] {
  return sampleNames(name, type);
}
