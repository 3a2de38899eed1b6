import type { QuantileTarget } from "../../validation/quantiles.js";

const nothing = new Float64Array(0);

/** Where tuples are merged before they replace the kept ones; nothing in it outlives an insertion, so all share it. */
let scratch = nothing;

/**
 * Estimates quantiles of a stream in little memory, each within its error: the value given for quantile `q` of `n`
 * observations has a rank at most `error * n` from the right one, `ceil(q * n)`.
 *
 * It keeps some of the observed values, as *Effective computation of biased quantiles over data streams* (Cormode, Korn,
 * Muthukrishnan, Srivastava 2005) does. The ranks from the least of a value's predecessor to its own greatest (`g + Δ` many
 * in the paper) may be `2 * error * n` many where they include a target's rank, and the more the farther they lie from it.
 * Two things differ from the paper. All of these ranks are looked at and not the first alone: then new observations,
 * wherever they fall, leave none too many, which is what the guarantee rests on. And what is allowed grows with each
 * observation everywhere: else a stream that closes in on a target makes it keep nearly all values.
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
    const start = this.#merge(values, end);
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

  /**
   * Writes the kept tuples and new ones for `values` to the scratch, from the greatest value to the least; each takes in
   * those below it that the errors do not require.
   *
   * @param end - where the greatest tuple ends
   * @returns where the least one begins
   */
  #merge(values: Float64Array, end: number): number {
    const tuples = this.#tuples;
    let kept = this.#used - 3;
    let next = values.length - 1;
    // A new value may have any rank up to the one below the greatest rank of the kept value above it.
    let newSlack = 0;
    let to = end;
    let g = 0;
    let rank = this.#count;
    let least = Number.POSITIVE_INFINITY;
    while (kept >= 0 || next >= 0) {
      const isNew = next >= 0 && (kept < 0 || (values[next] as number) >= (tuples[kept] as number));
      const lowerG = isNew ? 1 : (tuples[kept + 1] as number);
      const slack = isNew ? newSlack : (tuples[kept + 2] as number);
      const value = (isNew ? values[next] : tuples[kept]) as number;
      if (isNew) next--;
      else {
        newSlack = lowerG + slack - 1;
        kept -= 3;
      }
      // The least value is left alone, so that quantile 0 is exact; the greatest takes in others and is exact too.
      if (rank - g - lowerG >= least && (kept >= 0 || next >= 0)) {
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

  /** The least rank from which on no value needs to be kept below one whose greatest rank is `last`. */
  #leastRank(last: number): number {
    const count = this.#count;
    let least = 0;
    for (const { quantile, error } of this.#targets) {
      const target = quantile * count;
      // Quantiles 0 and 1 divide by 0 below: the Infinity that comes of it rightly forbids nothing on their one side.
      let first = last - 2 * error * count;
      if (last < target) first = last - error * (count + (count - last) / (1 - quantile));
      else if (first > target) first = (last - error * count) / (1 + error / quantile);
      if (first > least) least = first;
    }
    return least;
  }
}
