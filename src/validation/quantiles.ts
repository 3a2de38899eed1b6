import { inspectValue, throwInvalidOption } from "./errors.js";

/** A quantile that is wanted, and how far its rank may be off. */
export interface QuantileTarget {
  /** From 0 to 1. */
  readonly quantile: number;
  /** The greatest distance from the right rank, as a part of all observations: above 0 and below 1. */
  readonly error: number;
}

/**
 * Checks the `quantiles` option of a summary.
 *
 * @param metric - the summary's name, for errors
 * @param quantiles - each quantile from 0 to 1 with its error, for example `{ 0.5: 0.05, 0.99: 0.001 }`
 * @returns the targets by increasing quantile
 * @throws RangeError or TypeError that names the metric, what was given, and the rule
 * @internal
 */
export function checkQuantiles(metric: string, quantiles: unknown): readonly QuantileTarget[] {
  if (typeof quantiles !== "object" || quantiles === null || Array.isArray(quantiles)) {
    throwInvalidOption(
      metric,
      "quantiles",
      quantiles,
      "must be an object of quantiles with their errors, such as { 0.99: 0.001 }",
      "other",
    );
  }
  const targets = Object.entries(quantiles as object).map(([key, error]: [string, unknown]) => {
    const quantile = key.trim() === "" ? Number.NaN : Number(key);
    if (!(quantile >= 0 && quantile <= 1)) {
      throw new RangeError(`${metric}: quantiles must lie between 0 and 1, but one was ${inspectValue(key)}.`);
    }
    if (typeof error !== "number" || !(error > 0 && error < 1)) {
      throwInvalidOption(
        metric,
        `the error of quantile ${key}`,
        error,
        "must be a number above 0 and below 1",
        "number",
      );
    }
    return { quantile, error: error as number };
  });
  targets.sort((a, b) => a.quantile - b.quantile);
  for (const [i, { quantile }] of targets.entries()) {
    if (quantile === targets[i - 1]?.quantile) {
      throw new RangeError(
        `${metric}: quantiles must differ, but ${quantile} was given twice in ${inspectValue(quantiles)}.`,
      );
    }
  }
  return targets;
}
