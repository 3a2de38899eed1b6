import { SORTED_A_STEP, sortedByName } from "./sort-families.js";

interface Named {
  readonly name: string;
}

/** Sorts the families of one gather after another by name. It remembers the order, which rarely changes. */
export class FamilyOrder {
  /** The position of each sorted family in the list that was given. */
  #positions: readonly number[] = [];

  /**
   * Returns families sorted by name, in steps between which the caller can pause. Families of the same name keep their
   * order.
   */
  *sorted<T extends Named>(given: readonly T[]): Generator<void, readonly T[]> {
    const known = yield* this.#inKnownOrder(given);
    if (known !== undefined) return known;
    const positions = yield* sortedByName(given.map(({ name }, position) => ({ name, position })));
    this.#positions = positions.map(({ position }) => position);
    return this.#positions.map((position) => given[position] as T);
  }

  /** Returns families in the remembered order, unless it is wrong. */
  *#inKnownOrder<T extends Named>(given: readonly T[]): Generator<void, readonly T[] | undefined> {
    const positions = this.#positions;
    if (positions.length !== given.length) return undefined;
    const sorted: T[] = [];
    let last: { readonly name: string; readonly position: number } | undefined;
    for (const position of positions) {
      const family = given[position] as T;
      const { name } = family;
      if (last !== undefined && (name < last.name || (name === last.name && position < last.position)))
        return undefined;
      last = { name, position };
      sorted.push(family);
      if (sorted.length % SORTED_A_STEP === 0) yield;
    }
    return sorted;
  }
}
