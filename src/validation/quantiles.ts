import { throwInvalidOption } from "./errors.js";

/** A quantile to estimate, with the error that its rank may have. */
export interface QuantileTarget {
  /** The quantile, from 0 to 1. */
  readonly quantile: number;
  /** The greatest error of the rank, as a fraction of all observations: above 0 and below 1. */
  readonly error: number;
}

/**
 * Checks the `quantiles` option of a summary.
 *
 * @param metric - the name of the summary, for errors
 * @param quantiles - each quantile from 0 to 1 with its error, for example `{ 0.5: 0.05, 0.99: 0.001 }`
 * @returns the targets, by increasing quantile
 * @throws {TypeError | RangeError} if a quantile or an error is invalid
 * @internal
 */
export function checkQuantiles(metric: string, quantiles: unknown): readonly QuantileTarget[] {
  if (typeof quantiles !== "object" || quantiles === null || Array.isArray(quantiles)) {
    throwInvalidOption(
      metric,
      "quantiles",
      quantiles,
      "must be an object of quantiles and their errors, such as { 0.99: 0.001 }",
      "other",
    );
  }
  const targets = Object.entries(quantiles as object).map(([key, error]: [string, unknown]) => {
    const quantile = key.trim() === "" ? Number.NaN : Number(key);
    if (!(quantile >= 0 && quantile <= 1)) throwInvalidOption(metric, "quantiles", key, "must be between 0 and 1");
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
    if (quantile === targets[i - 1]?.quantile)
      throwInvalidOption(metric, "quantiles", quantile, "must contain each quantile once", "number");
  }
  return targets;
}
