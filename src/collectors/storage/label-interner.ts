import { Buffer } from "node:buffer";

/** Engines copy shorter strings instead of referring to what they are a part or a sum of. */
const SHORTEST_PART = 13;

/** The values that one label has in a collector's series, each with a small integer that stands for it. */
export class LabelInterner {
  /** The integer of each value. */
  readonly ids: Map<string, number> = new Map();
  readonly #values: (string | undefined)[] = [];
  /** How many series have each value; not an array, whose numbers would take twice the room. */
  #uses = new Int32Array(4);
  readonly #free: number[] = [];

  /** The value that an integer stands for; nothing where it stands for none any more. */
  valueOf(id: number): string {
    return this.#values[id] ?? "";
  }

  /** Counts one more series with this value and returns its integer. */
  retain(value: string): number {
    const known = this.ids.get(value);
    if (known !== undefined) {
      (this.#uses[known] as number)++;
      return known;
    }
    const id = this.#free.pop() ?? this.#values.length;
    const kept = compact(value);
    this.ids.set(kept, id);
    this.#values[id] = kept;
    if (id === this.#uses.length) {
      const wider = new Int32Array(id * 1.5);
      wider.set(this.#uses);
      this.#uses = wider;
    }
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

const scratch = Buffer.allocUnsafeSlow(1024);

/** The same string by itself: one that was cut out of another, or put together of others, would keep these alive. */
function compact(value: string): string {
  if (value.length < SHORTEST_PART) return value;
  return value.length * 3 > scratch.length
    ? Buffer.from(value).toString()
    : scratch.toString("utf8", 0, scratch.write(value));
}
