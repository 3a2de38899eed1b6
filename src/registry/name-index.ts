import type { Collector, FamilyDescription } from "../model/collector.js";
import { sampleNames } from "../model/metric-types.js";

/** One family that a registered collector described. */
export interface Holder {
  /** The collector. */
  readonly collector: Collector;
  /** The family. */
  readonly description: FamilyDescription;
}

/**
 * The families of a registry by the names of their samples. A registration looks at the few families that could clash with
 * it, so it takes no longer in a large registry.
 *
 * @internal
 */
export class NameIndex {
  readonly #holders = new Map<string, Set<Holder>>();
  readonly #ofCollector = new Map<Collector, readonly Holder[]>();

  /** Adds the families of a collector. */
  add(collector: Collector, described: readonly FamilyDescription[]): void {
    const holders = described.map((description) => ({ collector, description }));
    this.#ofCollector.set(collector, holders);
    for (const holder of holders) {
      for (const sample of samplesOf(holder.description)) {
        const others = this.#holders.get(sample);
        if (others === undefined) this.#holders.set(sample, new Set([holder]));
        else others.add(holder);
      }
    }
  }

  /** Takes the families of a collector out. */
  delete(collector: Collector): void {
    for (const holder of this.#ofCollector.get(collector) ?? []) {
      for (const sample of samplesOf(holder.description)) {
        const others = this.#holders.get(sample);
        others?.delete(holder);
        if (others?.size === 0) this.#holders.delete(sample);
      }
    }
    this.#ofCollector.delete(collector);
  }

  /** Takes everything out. */
  clear(): void {
    this.#holders.clear();
    this.#ofCollector.clear();
  }

  /** The families that write a sample of the same name as another family does. */
  *sharing(description: FamilyDescription): Generator<Holder> {
    for (const sample of samplesOf(description)) yield* this.#holders.get(sample) ?? [];
  }
}

function samplesOf({ name, type }: FamilyDescription): readonly string[] {
  return sampleNames(name, type);
}
