import { Buffer } from "node:buffer";
import { MAX_MOVED } from "./slots.js";
import { int32Array } from "./small-arrays.js";

/** V8 copies shorter strings; longer slices and concatenations refer to the strings that they come from. */
const SHORTEST_SLICE = 13;

const noUses = new Int32Array(0);

/** The values of one label in a collector's series, each with a small integer that stands for it. */
export class LabelInterner {
  /** The integer of each value. */
  readonly ids: Map<string, number> = new Map();
  readonly #values: (string | undefined)[] = [];
  /** The number of series with each value. An array of numbers would take twice the memory. */
  #uses: Int32Array = noUses;
  #free: number[] | undefined;
  /** Further free integers. */
  #spare: number[] | undefined;
  /** The largest size that the map has had since it was last rebuilt. */
  #largest = 0;
  /** The integers of values that are still in the map, although no series has them. */
  #unused: number[] | undefined;
  /** The number of those values that series have again. */
  #reused = 0;

  /** Returns the value that an integer stands for, or `""` if it no longer stands for any. */
  valueOf(id: number): string {
    return this.#values[id] ?? "";
  }

  /** Counts one more series with this value and returns its integer. */
  retain(value: string): number {
    const known = this.ids.get(value);
    if (known !== undefined) {
      if (this.#uses[known] === 0) this.#reuse(known, value);
      (this.#uses[known] as number) += 1;
      return known;
    }
    const id = this.#free?.pop() ?? this.#spare?.pop() ?? this.#values.length;
    const compacted = compact(value);
    this.ids.set(compacted, id);
    this.#values[id] = compacted;
    if (id === this.#uses.length) {
      const wider = int32Array(id === 0 ? 2 : Math.max(4, id * 1.5));
      wider.set(this.#uses);
      this.#uses = wider;
    }
    this.#uses[id] = 1;
    if (this.ids.size > this.#largest) this.#largest = this.ids.size;
    return id;
  }

  /** Counts one series less with this value, and forgets the value with its last series. */
  release(id: number): void {
    const uses = (this.#uses[id] as number) - 1;
    this.#uses[id] = uses;
    if (uses > 0) return;
    const value = this.#values[id] as string;
    this.#values[id] = undefined;
    if (this.#wouldShrink) {
      this.#unused ??= [];
      this.#unused.push(id);
      if (this.ids.size - this.#unused.length + this.#reused <= MAX_MOVED / 2) this.#rebuild(this.#unused);
      return;
    }
    this.ids.delete(value);
    this.#free ??= [];
    this.#free.push(id);
  }

  /**
   * Whether V8 would move all entries of a large map to a smaller one when another is deleted, which it does when three
   * quarters are gone: 20 ms for a map that had a million. The values stay in such a map until few others are left.
   */
  get #wouldShrink(): boolean {
    return this.#largest > 4 * MAX_MOVED && this.ids.size <= 1 << (30 - Math.clz32(this.#largest - 1));
  }

  #reuse(id: number, value: string): void {
    this.#values[id] = compact(value);
    this.#reused++;
  }

  /** Empties the map and adds the values that series have. It copies no large array and visits no large map. */
  #rebuild(withoutSeries: number[]): void {
    const uses = this.#uses;
    const used: number[] = [];
    for (let id = 0; id < uses.length; id++) if ((uses[id] as number) > 0) used.push(id);
    const unused = this.#reused === 0 ? withoutSeries : this.#unusedInMap();
    this.ids.clear();
    for (const id of used) this.ids.set(this.#values[id] as string, id);
    this.#spare = this.#spare?.concat(unused) ?? unused;
    this.#largest = this.ids.size;
    this.#unused = undefined;
    this.#reused = 0;
  }

  #unusedInMap(): number[] {
    return [...this.ids.values()].filter((id) => this.#uses[id] === 0);
  }
}

const scratch = Buffer.allocUnsafeSlow(1024);

/** Copies a string. A slice or a concatenation would keep the strings that it comes from in memory. */
function compact(value: string): string {
  if (value.length < SHORTEST_SLICE) return value;
  return value.length * 3 > scratch.length
    ? Buffer.from(value).toString()
    : scratch.toString("utf8", 0, scratch.write(value));
}
