import type { Exemplar, Labels } from "../../../model/metric.js";
import { toLabels } from "../families/assemble.js";
import type { ExemplarMessage, LabelPairMessage, TimestampMessage } from "./client-model.js";

/** Refuses a family, saying which rule it breaks. */
export type Refuse = (rule: string) => never;

/** Labels, each with a name of its own. */
export function labelsOf(pairs: readonly LabelPairMessage[], refuse: Refuse): Labels {
  const labels = new Map<string, string>();
  for (const { name = "", value = "" } of pairs) {
    if (name === "" || name === "__name__") refuse(`${JSON.stringify(name)} is no name of a label`);
    if (labels.has(name)) refuse(`the label name ${JSON.stringify(name)} occurs once in a metric`);
    labels.set(name, value);
  }
  return toLabels(labels);
}

/** A time in seconds since the Unix epoch. */
export function secondsOf({ seconds = 0, nanos = 0 }: TimestampMessage, refuse: Refuse): number {
  if (nanos < 0 || nanos >= 1e9) refuse("a timestamp's nanos are from 0 to 999999999");
  return Number(`${seconds}.${String(nanos).padStart(9, "0")}`);
}

/** An exemplar, whose timestamp is NaN where it has none. */
export function exemplarOf({ label, value = 0, timestamp }: ExemplarMessage, refuse: Refuse): Exemplar {
  return { labels: labelsOf(label, refuse), value, timestamp: timestamp ? secondsOf(timestamp, refuse) : NaN };
}
