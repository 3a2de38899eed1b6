/** The values that one label has in a collector's series, each with a small integer that stands for it. */
export class LabelDictionary {
  /** The integer of each value. */
  readonly ids: Map<string, number> = new Map();
  readonly #values: (string | undefined)[] = [];
  readonly #uses: number[] = [];
  readonly #free: number[] = [];

  /** The value that an integer stands for. */
  valueOf(id: number): string {
    return this.#values[id] as string;
  }

  /** Counts one more series with this value and returns its integer. */
  retain(value: string): number {
    const known = this.ids.get(value);
    if (known !== undefined) {
      (this.#uses[known] as number)++;
      return known;
    }
    const id = this.#free.pop() ?? this.#values.length;
    this.ids.set(value, id);
    this.#values[id] = value;
    this.#uses[id] = 1;
    return id;
  }

  /** Counts one series less, and forgets the value with its last series. */
  release(id: number): void {
    const uses = (this.#uses[id] as number) - 1;
    this.#uses[id] = uses;
    if (uses > 0) return;
    this.ids.delete(this.#values[id] as string);
    this.#values[id] = undefined;
    this.#free.push(id);
  }
}
