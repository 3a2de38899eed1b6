import type { Collector, FamilyDescription } from "../model/collector.js";
import { bareName, sampleNames, sampleSuffixes } from "../model/families/metric-types.js";

/** A family that a registered collector describes. */
export interface DescribedFamily {
  /** Collector that describes the family. */
  readonly collector: Collector;
  /** Description of the family. */
  readonly description: FamilyDescription;
}

/** The collectors that share a family, by their constant labels. */
type SharedFamily = Map<string, DescribedFamily>;

/**
 * The collectors of a registry, and their families by name. A registration looks only at the families that can conflict
 * with the new one, so its cost does not grow with the registry. The names of samples are not stored. All of them begin
 * with the bare name of their family, by which the index finds it.
 *
 * @internal
 */
export class NameIndex {
  readonly #byCollector = new Map<Collector, readonly FamilyDescription[]>();
  readonly #byBareName = new Map<string, DescribedFamily | SharedFamily>();

  /** Whether a collector was added. */
  has(collector: Collector): boolean {
    return this.#byCollector.has(collector);
  }

  /** Iterates over the collectors, in the order in which they were added. */
  collectors(): IterableIterator<Collector> {
    return this.#byCollector.keys();
  }

  /** Yields the descriptions of all families. */
  *descriptions(): Generator<FamilyDescription> {
    for (const described of this.#byCollector.values()) yield* described;
  }

  /** Adds a collector with its families. */
  add(collector: Collector, described: readonly FamilyDescription[]): void {
    this.#byCollector.set(collector, described);
    for (const description of described) {
      const family = { collector, description };
      const bare = bareNameOf(description);
      const existing = this.#byBareName.get(bare);
      if (existing === undefined) this.#byBareName.set(bare, family);
      else if (existing instanceof Map) existing.set(variantOf(description), family);
      else {
        const both = [existing, family].map((one) => [variantOf(one.description), one] as const);
        this.#byBareName.set(bare, new Map(both));
      }
    }
  }

  /**
   * Removes a collector with its families.
   *
   * @returns whether there was such a collector
   */
  delete(collector: Collector): boolean {
    for (const description of this.#byCollector.get(collector) ?? []) {
      const bare = bareNameOf(description);
      const existing = this.#byBareName.get(bare);
      if (existing instanceof Map) existing.delete(variantOf(description));
      if (!(existing instanceof Map) || existing.size === 0) this.#byBareName.delete(bare);
    }
    return this.#byCollector.delete(collector);
  }

  /** Removes all collectors. */
  clear(): void {
    this.#byBareName.clear();
    this.#byCollector.clear();
  }

  /** Returns the collectors of the family of a name, in the order in which they were added. */
  collectorsOf(name: string): readonly Collector[] {
    const families = possibleBareNames(name).flatMap((bare) => membersOf(this.#byBareName.get(bare)));
    return families.filter(({ description }) => description.name === name).map(({ collector }) => collector);
  }

  /**
   * Returns the families that share a sample name with another family. Of the collectors that share a family, these are
   * the first one, whose definition all have, and the one with the same constant labels.
   */
  rivalsOf(description: FamilyDescription): readonly DescribedFamily[] {
    const rivals: DescribedFamily[] = [];
    for (const sample of sampleNames(description.name, description.type))
      addRivals(rivals, this.#byBareName.get(sample), description);
    const [bare, ...others] = possibleBareNames(bareNameOf(description)) as [string, ...string[]];
    for (const other of others) {
      const existing = this.#byBareName.get(other);
      if (
        membersOf(existing).some((family) =>
          sampleNames(family.description.name, family.description.type).includes(bare),
        )
      )
        addRivals(rivals, existing, description);
    }
    return rivals;
  }
}

function addRivals(
  rivals: DescribedFamily[],
  existing: DescribedFamily | SharedFamily | undefined,
  description: FamilyDescription,
): void {
  if (existing === undefined) return;
  if (!(existing instanceof Map)) {
    rivals.push(existing);
    return;
  }
  const same = existing.get(variantOf(description));
  for (const first of existing.values()) {
    rivals.push(first);
    if (same !== undefined && same !== first) rivals.push(same);
    return;
  }
}

function membersOf(existing: DescribedFamily | SharedFamily | undefined): readonly DescribedFamily[] {
  if (existing === undefined) return none;
  return existing instanceof Map ? [...existing.values()] : [existing];
}

const none: readonly DescribedFamily[] = [];

/** Returns the key of a collector among those that share its family. */
function variantOf({ name, constLabels = {} }: FamilyDescription): string {
  return JSON.stringify([name, ...Object.entries(constLabels).sort()]);
}

function bareNameOf({ name, type }: FamilyDescription): string {
  return bareName(name, type);
}

/** Returns the bare names of all families that may have a sample of this name: the name itself first. */
function possibleBareNames(name: string): string[] {
  const names = [name];
  for (const suffix of sampleSuffixes) if (name.endsWith(suffix)) names.push(name.slice(0, -suffix.length));
  return names;
}
