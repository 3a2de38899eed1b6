/** Numbers as the formats' rules have them, without a look at the code under test. */

/** A value: the shortest decimal that reads back as the same double. */
export function valueText(value: number): string {
  if (Number.isNaN(value)) return "NaN";
  if (value === Infinity) return "+Inf";
  if (value === -Infinity) return "-Inf";
  return Object.is(value, -0) ? "-0" : `${value}`;
}

/** A bound or quantile in OpenMetrics' canonical form: Go's shortest `%g`, with `.0` where it would look like an integer. */
export function boundText(bound: number): string {
  if (!Number.isFinite(bound)) return valueText(bound);
  if (bound === 0) return "0.0";
  const [mantissa = "", exponent = ""] = bound.toExponential().split("e");
  const power = Number(exponent);
  if (power < -4 || power >= 6) {
    return `${mantissa}e${power < 0 ? "-" : "+"}${String(Math.abs(power)).padStart(2, "0")}`;
  }
  const plain = `${bound}`;
  return plain.includes(".") ? plain : `${plain}.0`;
}

/** Whole milliseconds, for the text formats and protobuf. */
export function milliseconds(seconds: number): number {
  return Math.round(seconds * 1000);
}

/** Seconds without an exponent, for OpenMetrics. */
export function secondsText(seconds: number): string {
  return `${seconds}`.includes("e") ? seconds.toFixed(9) : `${seconds}`;
}

/** Seconds and nanoseconds, for protobuf. */
export function timestampMessage(value: number): { seconds: number; nanos: number } {
  const seconds = Math.floor(value);
  const nanos = Math.round((value - seconds) * 1e9);
  return nanos === 1e9 ? { seconds: seconds + 1, nanos: 0 } : { seconds, nanos };
}
