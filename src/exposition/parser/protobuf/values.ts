import type { Exemplar, Labels } from "../../../model/families/metric.js";
import { toLabels } from "../families/assemble.js";
import type { ExemplarMessage, LabelPairMessage, TimestampMessage } from "./client-model.js";

/** Rejects a family because it breaks a rule. */
export type Reject = (rule: string) => never;

/** Converts labels, whose names must differ. */
export function labelsOf(pairs: readonly LabelPairMessage[], reject: Reject): Labels {
  const labels = new Map<string, string>();
  for (const { name = "", value = "" } of pairs) {
    if (name === "" || name === "__name__") reject(`${JSON.stringify(name)} must not be the name of a label`);
    if (labels.has(name)) reject(`the label name ${JSON.stringify(name)} must occur only once in a metric`);
    labels.set(name, value);
  }
  return toLabels(labels);
}

/** Converts a timestamp to seconds since the Unix epoch. */
export function secondsOf({ seconds = 0, nanos = 0 }: TimestampMessage, reject: Reject): number {
  if (nanos < 0 || nanos >= 1e9) reject("the nanos of a timestamp must be from 0 to 999999999");
  // Through decimals, so that the result is the number that was written. The nanoseconds count forward, also before 1970.
  const [sign, whole, fraction] = seconds < 0 && nanos > 0 ? ["-", -seconds - 1, 1e9 - nanos] : ["", seconds, nanos];
  return Number(`${sign}${whole}.${String(fraction).padStart(9, "0")}`);
}

/** Converts an exemplar, with its timestamp if it has one. */
export function exemplarOf({ label, value = 0, timestamp }: ExemplarMessage, reject: Reject): Exemplar {
  return { labels: labelsOf(label, reject), value, ...(timestamp && { timestamp: secondsOf(timestamp, reject) }) };
}
