/** A set of strings of bounded size. When it is full, it forgets the string that was added first. */
export class BoundedSet {
  readonly #capacity: number;
  readonly #strings = new Set<string>();

  /** @param capacity - the largest number of strings, at least 1 */
  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  /** Whether the set contains a string. */
  has(string: string): boolean {
    return this.#strings.has(string);
  }

  /** Adds a string. */
  add(string: string): void {
    if (this.#strings.size >= this.#capacity) {
      for (const oldest of this.#strings) {
        this.#strings.delete(oldest);
        break;
      }
    }
    this.#strings.add(string);
  }
}
