/**
 * A bounded queue in which each origin has a line of its own, and the lines take turns. An origin that sends more than
 * others only makes its own line longer, and loses its newest entries when the queue is full.
 */
export class FairQueue<T> {
  readonly #capacity: number;
  /** The lines, beginning with the one whose turn is next. None is empty. */
  readonly #lines = new Map<string, T[]>();
  #size = 0;

  /** @param capacity - the largest number of entries, at least 1 */
  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  /**
   * Adds an entry.
   *
   * @returns the entry that was dropped because the queue is full: the newest of the longest line, or the given one
   */
  add(origin: string, entry: T): T | undefined {
    const line = this.#lines.get(origin) ?? [];
    let dropped: T | undefined;
    if (this.#size === this.#capacity) {
      const longest = this.#longest();
      if (line.length + 1 >= longest.length) return entry;
      dropped = longest.pop();
      this.#size--;
    }
    line.push(entry);
    this.#lines.set(origin, line);
    this.#size++;
    return dropped;
  }

  /** Removes and returns the first entry of the line whose turn it is. */
  take(): T | undefined {
    for (const [origin, line] of this.#lines) {
      this.#lines.delete(origin);
      this.#size--;
      const entry = line.shift();
      if (line.length > 0) this.#lines.set(origin, line);
      return entry;
    }
    return undefined;
  }

  #longest(): T[] {
    let longest: T[] = [];
    for (const line of this.#lines.values()) if (line.length > longest.length) longest = line;
    return longest;
  }
}
