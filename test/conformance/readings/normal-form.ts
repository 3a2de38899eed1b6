import type { MetricType } from "../../../src/model/families/metric-family.js";

/** Label values by name, without empty ones, which are equal to absent ones. */
export type JudgedLabels = readonly (readonly [name: string, value: string])[];

/** An exemplar as a reader returned it. */
export interface JudgedExemplar {
  readonly labels: JudgedLabels;
  readonly value: number;
  /** Milliseconds since the Unix epoch. */
  readonly timestamp?: number;
}

/** A sample as a reader returned it, in the form in which all formats can be compared. */
export interface JudgedSample {
  /** The sample's name with its suffix (`_total`, `_bucket`, …). */
  readonly name: string;
  readonly labels: JudgedLabels;
  readonly value: number;
  /** Milliseconds since the Unix epoch. */
  readonly timestamp?: number;
  readonly exemplar?: JudgedExemplar;
}

/** The native part of a protobuf histogram, as it was encoded. */
export interface JudgedNative {
  readonly labels: JudgedLabels;
  readonly count: number;
  readonly sum: number;
  readonly schema: number;
  readonly zeroThreshold: number;
  readonly zeroCount: number;
  readonly positiveSpans: readonly JudgedSpan[];
  readonly positiveDeltas: readonly number[];
  readonly negativeSpans: readonly JudgedSpan[];
  readonly negativeDeltas: readonly number[];
  readonly exemplars: readonly JudgedExemplar[];
}

/** A run of native buckets. */
export interface JudgedSpan {
  readonly offset: number;
  readonly length: number;
}

/** A family as a reader returned it. */
export interface JudgedFamily {
  /** The name in text 0.0.4 and protobuf: with `_total` for counters and `_info` for info metrics. */
  readonly name: string;
  readonly type: MetricType;
  readonly help: string;
  readonly unit?: string;
  readonly samples: readonly JudgedSample[];
  /** Start timestamps (`_created` samples) in milliseconds since the Unix epoch, by the series' labels. */
  readonly created: readonly JudgedSample[];
  readonly natives: readonly JudgedNative[];
}

/** Sorts labels by name and removes empty ones. A lone surrogate, which has no UTF-8 form, becomes U+FFFD. */
export function judgedLabels(
  labels: Readonly<Record<string, string>> | Iterable<readonly [string, string]>,
): JudgedLabels {
  const pairs: (readonly [string, string])[] =
    Symbol.iterator in labels ? [...(labels as Iterable<readonly [string, string]>)] : Object.entries(labels);
  return pairs
    .filter(([, value]) => value !== "")
    .map(([name, value]) => [name, value.toWellFormed()] as const)
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
}

/** Returns the identity of a series: its name and labels. */
export function seriesOf({ name, labels }: Pick<JudgedSample, "name" | "labels">): string {
  const written = labels.map(([label, value]) => `${label}=${JSON.stringify(value)}`);
  return written.length === 0 ? name : `${name}{${written.join(",")}}`;
}

/** Returns all samples of families, by series. */
export function samplesOf(families: readonly JudgedFamily[]): JudgedSample[] {
  const keyed = families.flatMap(({ samples }) => samples.map((sample) => ({ key: seriesOf(sample), sample })));
  return keyed.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0)).map(({ sample }) => sample);
}

/** Formats `le` and `quantile`: in Go's shortest form, with `.0` appended to integers. */
export function canonicalNumber(value: number): string {
  if (Number.isNaN(value)) return "NaN";
  if (!Number.isFinite(value)) return value > 0 ? "+Inf" : "-Inf";
  const [mantissa = "", exponent = ""] = value.toExponential().split("e");
  const power = Number(exponent);
  if (power < -4 || power >= 6)
    return `${mantissa}e${power < 0 ? "-" : "+"}${String(Math.abs(power)).padStart(2, "0")}`;
  const fixed = String(value);
  return fixed.includes(".") ? fixed : `${fixed}.0`;
}

/** Returns the labels of a series with an `le` or `quantile` label added. */
export function withNumber(labels: JudgedLabels, name: string, value: number): JudgedLabels {
  return judgedLabels([...labels, [name, canonicalNumber(value)]]);
}
