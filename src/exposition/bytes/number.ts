/**
 * Formats the value of a sample for all text formats: the shortest decimal that parses to the same double, integers
 * without a point, `NaN`, `+Inf` or `-Inf`.
 *
 * @param value - any double; `-0` is written as `-0`
 */
export function formatValue(value: number): string {
  if (value === 0) return Object.is(value, -0) ? "-0" : "0";
  return Number.isFinite(value) ? String(value) : formatNonFinite(value);
}

/**
 * Formats a `le` or `quantile` label value in the canonical form of OpenMetrics, to which Prometheus also converts a
 * bound received as protobuf: `0.005`, `1.0`, `100000.0`, `1e+06`, `2.5e-05`, `+Inf`. Both zeros are written as `0.0`.
 *
 * @param bound - a bucket's upper bound or a quantile
 */
export function formatBound(bound: number): string {
  if (bound === 0) return "0.0";
  if (!Number.isFinite(bound)) return formatNonFinite(bound);
  const magnitude = Math.abs(bound);
  if (magnitude < 1e-4 || magnitude >= 1e6) return bound.toExponential().replace(/(?<=e[+-])(?=\d$)/, "0");
  return Number.isInteger(bound) ? `${bound}.0` : String(bound);
}

/**
 * Formats a timestamp for the Prometheus text format: whole milliseconds since the Unix epoch.
 *
 * @param seconds - seconds since the Unix epoch; finite, up to the year 9999
 */
export function formatTimestampMillis(seconds: number): string {
  return String(Math.round(seconds * 1000));
}

/**
 * Formats a timestamp for OpenMetrics: seconds since the Unix epoch, with their fraction and without an exponent.
 * Digits below a nanosecond may be lost.
 *
 * @param seconds - seconds since the Unix epoch; finite, up to the year 9999
 */
export function formatTimestampSeconds(seconds: number): string {
  const shortest = String(seconds);
  return shortest.includes("e") ? seconds.toFixed(9) : shortest;
}

function formatNonFinite(value: number): string {
  if (Number.isNaN(value)) return "NaN";
  return value > 0 ? "+Inf" : "-Inf";
}
