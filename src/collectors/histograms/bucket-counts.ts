import type { BucketSpan } from "../../model/families/metric.js";

/** The largest gap of empty buckets that is written as zeros, which takes less space than another span. */
const widestFilledGap = 2;

/** Marks a free cell. No bucket has this index. */
const free = 0x7fffffff;

const smallestCapacity = 16;
const noIndexes = Int32Array.of(free, free);
const noCounts = new Float64Array(2);

/**
 * The counts of the native buckets of one sign. It is an open-addressed table, so that its size depends on the number
 * of populated buckets and not on the distance between them: an outlier costs one cell.
 *
 * @internal
 */
export class BucketCounts {
  /** The number of populated buckets. */
  size = 0;
  /** The bucket of each cell. At least half of the cells are free. */
  #indexes = noIndexes;
  /** The count of each cell. */
  #counts = noCounts;

  /**
   * Adds observations to a bucket, and returns whether it was empty before.
   *
   * @param count - the number of observations, above 0
   */
  add(index: number, count: number): boolean {
    let cell = index & (this.#indexes.length - 1);
    if (this.#indexes[cell] !== index) cell = this.#findOrInsert(index);
    const before = this.#counts[cell] as number;
    this.#counts[cell] = before + count;
    return before === 0;
  }

  /** Returns the indexes of the populated buckets in increasing order. */
  indexes(): Int32Array {
    return this.#indexes.filter((index) => index !== free).sort();
  }

  /**
   * Moves every bucket to another index. Buckets that move to the same index are merged.
   *
   * @param newIndexOf - returns the new index for an index, or `undefined` to remove the bucket
   * @returns the number of observations in the removed buckets
   */
  remap(newIndexOf: (index: number) => number | undefined): number {
    return this.#rehash(this.#indexes.length, newIndexOf);
  }

  /** Returns the populated buckets as spans, and the count of each bucket in them. */
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

  /** Returns the cell of a bucket, or the free cell where it belongs. */
  #find(index: number): number {
    const indexes = this.#indexes;
    const last = indexes.length - 1;
    // Neighbouring buckets have neighbouring cells. A collision moves far away, by steps that reach every cell.
    let cell = index & last;
    while (indexes[cell] !== index && indexes[cell] !== free) cell = (5 * cell + 1) & last;
    return cell;
  }

  /** Returns the cell of a bucket, and inserts the bucket if it has none. */
  #findOrInsert(index: number): number {
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

  /** Moves every bucket to new cells. */
  #rehash(capacity: number, newIndexOf: (index: number) => number | undefined = (index) => index): number {
    const indexes = this.#indexes;
    const counts = this.#counts;
    this.#indexes = new Int32Array(capacity).fill(free);
    this.#counts = new Float64Array(capacity);
    this.size = 0;
    let removed = 0;
    indexes.forEach((index, cell) => {
      const moved = index === free ? undefined : newIndexOf(index);
      if (moved === undefined) removed += counts[cell] as number;
      else this.add(moved, counts[cell] as number);
    });
    return removed;
  }
}
