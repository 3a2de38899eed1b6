/** The middle of some numbers. */
export function median(numbers) {
  return quantile(numbers, 0.5);
}

/** The number below which a fraction of the numbers lies. */
export function quantile(numbers, fraction) {
  if (numbers.length === 0) return Number.NaN;
  const sorted = [...numbers].sort((a, b) => a - b);
  const at = (sorted.length - 1) * fraction;
  const low = Math.floor(at);
  const high = Math.ceil(at);
  return sorted[low] + (sorted[high] - sorted[low]) * (at - low);
}

/** What several cases measured, round by round. */
export class Samples {
  #rounds;

  /** @param {string[]} names - the cases, in the order in which they are to be shown */
  constructor(names) {
    this.#rounds = new Map(names.map((name) => [name, []]));
  }

  /** The names of the cases. */
  get names() {
    return [...this.#rounds.keys()];
  }

  /** Adds what a case measured in the next round. */
  add(name, value) {
    this.#rounds.get(name).push(value);
  }

  /** The median of a case. */
  median(name) {
    return median(this.#rounds.get(name));
  }

  /** The median over the rounds of one case divided by another: what disturbs a whole round disturbs both. */
  ratio(name, by) {
    const [upper, lower] = [this.#rounds.get(name), this.#rounds.get(by)];
    return median(upper.map((value, round) => value / lower[round]));
  }

  /** The case with the smallest median. */
  lowest(names) {
    return names.reduce((best, name) => (this.median(name) < this.median(best) ? name : best));
  }
}
