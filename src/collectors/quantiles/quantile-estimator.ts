import type { QuantileTarget } from "../../validation/quantiles.js";

const nothing = new Float64Array(0);

/** The buffer in which tuples are merged. All estimators share it, since its content does not outlive an insertion. */
let scratch = nothing;

/**
 * Estimates quantiles of a stream in little memory, each within its error: the estimate of quantile `q` of `n`
 * observations has a rank at most `error * n` away from the exact one, `ceil(q * n)`.
 *
 * It stores some of the observed values, as described in *Effective computation of biased quantiles over data streams*
 * (Cormode, Korn, Muthukrishnan, Srivastava 2005). The ranks from the minimum of a value's predecessor to the value's
 * own maximum (`g + Δ` ranks in the paper) may be up to `2 * error * n` where they include the rank of a target, and
 * more with their distance from it. Two things differ from the paper. All of these ranks are considered, not only the
 * first: then no new observation, wherever it falls, makes them too many, which the guarantee depends on. And the
 * number of allowed ranks grows with each observation everywhere: otherwise a stream that approaches a target would
 * make the estimator store nearly all values.
 *
 * @internal
 */
export class QuantileEstimator {
  readonly #targets: readonly QuantileTarget[];
  /**
   * Triples by increasing value: the value, the difference between its minimum rank and that of the value before, and
   * the difference between its maximum and minimum ranks.
   */
  #tuples = nothing;
  /** The number of elements of `#tuples` in use. */
  #used = 0;
  #count = 0;

  /**
   * @param targets - the quantiles to estimate, with their errors
   */
  constructor(targets: readonly QuantileTarget[]) {
    this.#targets = targets;
  }

  /** The number of stored values. */
  get size(): number {
    return this.#used / 3;
  }

  /** Removes all observations. */
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
    const start = this.#merge(values, end);
    this.#used = end - start;
    if (this.#tuples.length < this.#used) this.#tuples = new Float64Array(Math.ceil(1.25 * this.#used));
    this.#tuples.set(scratch.subarray(start, end));
  }

  /**
   * Returns the estimate of a quantile, or NaN if nothing was observed.
   *
   * @param quantile - the quantile of one of the targets
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

  /**
   * Merges the stored tuples and new ones for `values` into the scratch buffer, from the largest value to the smallest.
   * Each tuple absorbs those below it that the errors do not require.
   *
   * @param end - the index after the last tuple
   * @returns the index of the first tuple
   */
  #merge(values: Float64Array, end: number): number {
    const tuples = this.#tuples;
    let stored = this.#used - 3;
    let next = values.length - 1;
    // A new value may have any rank below the maximum rank of the stored value above it.
    let newSlack = 0;
    let to = end;
    let g = 0;
    let rank = this.#count;
    let least = Number.POSITIVE_INFINITY;
    while (stored >= 0 || next >= 0) {
      const isNew = next >= 0 && (stored < 0 || (values[next] as number) >= (tuples[stored] as number));
      const lowerG = isNew ? 1 : (tuples[stored + 1] as number);
      const slack = isNew ? newSlack : (tuples[stored + 2] as number);
      const value = (isNew ? values[next] : tuples[stored]) as number;
      if (isNew) next--;
      else {
        newSlack = lowerG + slack - 1;
        stored -= 3;
      }
      // The smallest value is not absorbed, so that quantile 0 is exact. The largest absorbs others and is exact too.
      if (rank - g - lowerG >= least && (stored >= 0 || next >= 0)) {
        g += lowerG;
        scratch[to + 1] = g;
        continue;
      }
      rank -= g;
      g = lowerG;
      least = this.#leastRank(rank + slack);
      to -= 3;
      scratch[to] = value;
      scratch[to + 1] = g;
      scratch[to + 2] = slack;
    }
    return to;
  }

  /** Returns the minimum rank from which no value needs to be stored below one whose maximum rank is `last`. */
  #leastRank(last: number): number {
    const count = this.#count;
    let least = 0;
    for (const { quantile, error } of this.#targets) {
      const target = quantile * count;
      // Quantiles 0 and 1 divide by 0 below. The resulting Infinity correctly sets no limit on their one side.
      let first = last - 2 * error * count;
      if (last < target) first = last - error * (count + (count - last) / (1 - quantile));
      else if (first > target) first = (last - error * count) / (1 + error / quantile);
      if (first > least) least = first;
    }
    return least;
  }
}
