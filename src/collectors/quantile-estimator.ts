import type { QuantileTarget } from "./quantile-targets.js";

const nothing = new Float64Array(0);

/** Where tuples are merged before they replace the kept ones; nothing in it outlives an insertion, so all share it. */
let scratch = nothing;

/**
 * Estimates quantiles of a stream in little memory, each within its error: the value given for quantile `q` of `n`
 * observations has a rank at most `error * n` from the right one, `ceil(q * n)`.
 *
 * It keeps some of the observed values, as *Effective computation of biased quantiles over data streams* (Cormode, Korn,
 * Muthukrishnan, Srivastava 2005) does. The ranks from a value's predecessor's least to its own greatest (`g + Δ` many in
 * the paper) may be `2 * error * n` many where they include a target's rank, and the more the farther they lie from it.
 * In contrast to the paper, all of these ranks are looked at and not the first alone: then new observations, wherever they
 * fall, leave none too many, which is what the guarantee rests on.
 *
 * @internal
 */
export class QuantileEstimator {
  readonly #targets: readonly QuantileTarget[];
  /**
   * Triples by increasing value: the value, by how much its least rank exceeds that of the value before, and by how much
   * its greatest rank exceeds its least.
   */
  #tuples = nothing;
  /** How many numbers of `#tuples` are in use. */
  #used = 0;
  #count = 0;

  /**
   * @param targets - the quantiles that will be asked for
   */
  constructor(targets: readonly QuantileTarget[]) {
    this.#targets = targets;
  }

  /** How many values are kept. */
  get size(): number {
    return this.#used / 3;
  }

  /** Forgets all observations. */
  clear(): void {
    this.#used = 0;
    this.#count = 0;
  }

  /**
   * Adds observations.
   *
   * @param values - in increasing order, without NaN
   */
  insert(values: Float64Array): void {
    if (values.length === 0) return;
    const end = this.#used + 3 * values.length;
    if (scratch.length < end) scratch = new Float64Array(2 * end);
    this.#count += values.length;
    this.#merge(values, end);
    const start = this.#compress(end);
    this.#used = end - start;
    if (this.#tuples.length < this.#used) this.#tuples = new Float64Array(Math.ceil(1.25 * this.#used));
    this.#tuples.set(scratch.subarray(start, end));
  }

  /**
   * The estimate of a quantile; NaN when nothing was observed.
   *
   * @param quantile - one of the targets'
   */
  quantile(quantile: number): number {
    const wanted = Math.max(1, Math.ceil(quantile * this.#count));
    let best = Number.NaN;
    let bestError = Number.POSITIVE_INFINITY;
    let rank = 0;
    for (let at = 0; at < this.#used; at += 3) {
      rank += this.#tuples[at + 1] as number;
      const error = Math.max(wanted - rank, rank + (this.#tuples[at + 2] as number) - wanted);
      if (error < bestError) {
        best = this.#tuples[at] as number;
        bestError = error;
      }
    }
    return best;
  }

  /** Writes the kept tuples and new ones for `values` in order to the scratch, up to `end`. */
  #merge(values: Float64Array, end: number): void {
    const tuples = this.#tuples;
    let kept = this.#used - 3;
    let next = values.length - 1;
    // A new value may have any rank up to the one below the greatest rank of the kept value above it.
    let slack = 0;
    for (let to = end - 3; to >= 0; to -= 3) {
      if (next >= 0 && (kept < 0 || (values[next] as number) >= (tuples[kept] as number))) {
        scratch[to] = values[next--] as number;
        scratch[to + 1] = 1;
        scratch[to + 2] = slack;
      } else {
        scratch[to] = tuples[kept] as number;
        scratch[to + 1] = tuples[kept + 1] as number;
        scratch[to + 2] = tuples[kept + 2] as number;
        slack = (scratch[to + 1] as number) + (scratch[to + 2] as number) - 1;
        kept -= 3;
      }
    }
  }

  /**
   * Lets the tuples in the scratch take in those below them where the error allows it.
   *
   * @returns where the tuples that are left begin
   */
  #compress(end: number): number {
    let to = end - 3;
    let rank = this.#count;
    for (let from = end - 6; from >= 0; from -= 3) {
      const g = scratch[from + 1] as number;
      const merged = g + (scratch[to + 1] as number);
      const slack = scratch[to + 2] as number;
      // The least value is left alone, so that quantile 0 is exact; the greatest takes in others and is exact too.
      if (from > 0 && this.#allows(rank - merged, rank + slack)) {
        scratch[to + 1] = merged;
        continue;
      }
      rank -= scratch[to + 1] as number;
      to -= 3;
      scratch[to] = scratch[from] as number;
      scratch[to + 1] = g;
      scratch[to + 2] = scratch[from + 2] as number;
    }
    return to;
  }

  /** Whether no value needs to be kept between two ranks. */
  #allows(first: number, last: number): boolean {
    const width = last - first;
    for (const { quantile, error } of this.#targets) {
      const target = quantile * this.#count;
      if (last < target) {
        if (width * (1 - quantile) > 2 * error * (this.#count - last)) return false;
      } else if (first > target) {
        if (width * quantile > 2 * error * first) return false;
      } else if (width > 2 * error * this.#count) return false;
    }
    return true;
  }
}
