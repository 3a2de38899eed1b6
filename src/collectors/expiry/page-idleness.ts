/** For each slot of a page: the values that the latest scrape showed, and since when they have not changed. */
export class PageIdleness {
  readonly #stride: number;
  #seen = new Float64Array(0);
  /**
   * The time at which a scrape first showed the current values, in milliseconds of the monotonic clock. NaN before
   * the first scrape.
   */
  since = new Float64Array(0);
  /** The number of the latest scrape that shows a parked series, and 0 for a series that was never parked. */
  parkedAfter = new Float64Array(0);

  /** @param stride - the number of values per series */
  constructor(stride: number) {
    this.#stride = stride;
  }

  /** Makes room for a number of slots. */
  fit(slots: number): void {
    const before = this.since.length;
    if (slots <= before) return;
    this.#seen = wider(this.#seen, slots * this.#stride);
    this.since = wider(this.since, slots).fill(Number.NaN, before);
    this.parkedAfter = wider(this.parkedAfter, slots);
  }

  /** Whether the values of a slot differ from those that the latest scrape showed. */
  isChanged(offset: number, values: Float64Array): boolean {
    const seen = this.#seen;
    const end = (offset + 1) * this.#stride;
    for (let at = offset * this.#stride; at < end; at++) {
      const value = values[at] as number;
      if (value !== seen[at] && !(Number.isNaN(value) && Number.isNaN(seen[at]))) return true;
    }
    return false;
  }

  /** Records that a scrape shows the values of a slot. */
  see(offset: number, values: Float64Array, now: number): void {
    const end = (offset + 1) * this.#stride;
    for (let at = offset * this.#stride; at < end; at++) this.#seen[at] = values[at] as number;
    this.since[offset] = now;
  }

  /** Makes the values of a slot count as changed, although they may be equal to those that the latest scrape showed. */
  touch(offset: number, values: Float64Array): void {
    const at = offset * this.#stride;
    this.#seen[at] = values[at] === 0 ? 1 : 0;
  }

  /** Prepares a slot for another series. */
  reset(offset: number): void {
    this.since[offset] = Number.NaN;
    this.parkedAfter[offset] = 0;
  }
}

function wider(from: Float64Array, length: number): Float64Array<ArrayBuffer> {
  const to = new Float64Array(length);
  to.set(from);
  return to;
}
