/**
 * A sample's value, as text 0.0.4 and OpenMetrics both read it: the shortest decimal that gives the same double back,
 * integers without a point, `NaN`, `+Inf` and `-Inf`.
 *
 * @param value - any double; `-0` stays `-0`
 */
export function formatValue(value: number): string {
  if (value === 0) return Object.is(value, -0) ? "-0" : "0";
  return Number.isFinite(value) ? String(value) : formatNonFinite(value);
}

/**
 * A `le` or `quantile` label value in OpenMetrics' canonical form, which is also what Prometheus makes of a bound that it
 * receives as protobuf: `0.005`, `1.0`, `100000.0`, `1e+06`, `2.5e-05`, `+Inf`. Both zeros are `0.0`.
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
 * A timestamp of the text formats: whole milliseconds since the Unix epoch.
 *
 * @param seconds - since the Unix epoch; finite, up to the year 9999
 */
export function formatTimestampMillis(seconds: number): string {
  return String(Math.round(seconds * 1000));
}

/**
 * A timestamp of OpenMetrics: seconds since the Unix epoch, with the fraction that the double holds and never an exponent.
 *
 * @param seconds - since the Unix epoch; finite, up to the year 9999. What is below a nanosecond may be lost
 */
export function formatTimestampSeconds(seconds: number): string {
  const shortest = String(seconds);
  return shortest.includes("e") ? seconds.toFixed(9) : shortest;
}

function formatNonFinite(value: number): string {
  if (Number.isNaN(value)) return "NaN";
  return value > 0 ? "+Inf" : "-Inf";
}
