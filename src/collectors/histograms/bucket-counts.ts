import type { BucketSpan } from "../../model/metric.js";

/** Gaps of up to so many empty buckets are written as zeros, which costs less than another span. */
const widestFilledGap = 2;

/** Marks a free cell: no bucket has this index. */
const free = 0x7fffffff;

const smallestCapacity = 16;
const noIndexes = Int32Array.of(free, free);
const noCounts = new Float64Array(2);

/**
 * How many observations each bucket of one sign holds. It is an open-addressed table, so that its size follows the number
 * of populated buckets and not the distance between them: an outlier costs one cell.
 *
 * @internal
 */
export class BucketCounts {
  /** How many buckets are populated. */
  size = 0;
  /** The bucket of each cell. At least half of the cells are free. */
  #indexes = noIndexes;
  /** The count of each cell. */
  #counts = noCounts;

  /**
   * Adds observations to a bucket.
   *
   * @param count - above 0
   * @returns whether the bucket was empty before
   */
  add(index: number, count: number): boolean {
    let cell = index & (this.#indexes.length - 1);
    if (this.#indexes[cell] !== index) cell = this.#settle(index);
    const before = this.#counts[cell] as number;
    this.#counts[cell] = before + count;
    return before === 0;
  }

  /** The indexes of the populated buckets, in order. */
  indexes(): Int32Array {
    return this.#indexes.filter((index) => index !== free).sort();
  }

  /**
   * Puts every bucket in another place; the counts of those that meet are added.
   *
   * @param place - the new index for an index, or `undefined` to take the bucket out
   * @returns how many observations were taken out
   */
  remap(place: (index: number) => number | undefined): number {
    return this.#rehash(this.#indexes.length, place);
  }

  /** The populated buckets as runs, and the count of each bucket in them. */
  spans(): { spans: BucketSpan[]; counts: number[] } {
    const spans: { offset: number; length: number }[] = [];
    const counts: number[] = [];
    let next = 0;
    for (const index of this.indexes()) {
      let span = spans.at(-1);
      if (span === undefined || index - next > widestFilledGap) {
        span = { offset: index - next, length: 0 };
        spans.push(span);
        next = index;
      }
      span.length += index + 1 - next;
      for (; next < index; next++) counts.push(0);
      counts.push(this.#counts[this.#find(index)] as number);
      next = index + 1;
    }
    return { spans, counts };
  }

  /** The cell of a bucket, or the free one where it belongs. */
  #find(index: number): number {
    const indexes = this.#indexes;
    const last = indexes.length - 1;
    // Neighbouring buckets have neighbouring cells. What finds its cell taken goes far away, by steps that reach every cell.
    let cell = index & last;
    while (indexes[cell] !== index && indexes[cell] !== free) cell = (5 * cell + 1) & last;
    return cell;
  }

  /** The cell of a bucket, which gets one if it has none. */
  #settle(index: number): number {
    let cell = this.#find(index);
    if (this.#indexes[cell] === index) return cell;
    if (2 * (this.size + 1) >= this.#indexes.length) {
      this.#rehash(Math.max(2 * this.#indexes.length, smallestCapacity));
      cell = this.#find(index);
    }
    this.#indexes[cell] = index;
    this.size++;
    return cell;
  }

  /** Takes new cells and puts every bucket into them. */
  #rehash(capacity: number, place: (index: number) => number | undefined = (index) => index): number {
    const indexes = this.#indexes;
    const counts = this.#counts;
    this.#indexes = new Int32Array(capacity).fill(free);
    this.#counts = new Float64Array(capacity);
    this.size = 0;
    let out = 0;
    indexes.forEach((index, cell) => {
      const moved = index === free ? undefined : place(index);
      if (moved === undefined) out += counts[cell] as number;
      else this.add(moved, counts[cell] as number);
    });
    return out;
  }
}
