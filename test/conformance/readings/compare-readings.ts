import type { MetricType } from "../../../src/model/families/metric-family.js";
import type { Format } from "./format.js";
import { type JudgedExemplar, type JudgedFamily, type JudgedSample, samplesOf, seriesOf } from "./normal-form.js";
import { asOpenMetrics } from "./openmetrics-limits.js";

/** The families that one reader read in one format. */
export interface Reading {
  readonly reader: string;
  /** The format, or `model` for the families that the library gathered. */
  readonly format: Format | "model";
  readonly families: readonly JudgedFamily[];
}

/** The types as which text and protobuf write the types that they do not have. */
const poorer: Readonly<Partial<Record<MetricType, MetricType>>> = {
  info: "gauge",
  stateset: "gauge",
  gaugehistogram: "histogram",
};

/**
 * Compares two readings sample by sample, as far as both formats can express them.
 *
 * @returns the differences, one line each; none when they agree
 */
export function compareReadings(first: Reading, second: Reading): string[] {
  const isLimited = first.format === "OpenMetrics" || second.format === "OpenMetrics";
  const [one, other] = [first, second].map((reading) =>
    isLimited ? { ...reading, families: reading.families.map(asOpenMetrics) } : reading,
  ) as [Reading, Reading];
  const rich = carriesExemplars(one) && carriesExemplars(other);
  const differences = [
    ...compareSamples(one, other, rich),
    ...compareFamilies(one, other),
    ...(rich ? compareCreated(one, other) : []),
  ];
  return differences.map((difference) => `${nameOf(one)} against ${nameOf(other)}: ${difference}`);
}

function nameOf({ format, reader }: Reading): string {
  return `${format} (${reader})`;
}

function carriesExemplars({ format }: Reading): boolean {
  return format !== "text 0.0.4" && format !== "text 1.0.0";
}

function compareSamples(one: Reading, other: Reading, withExemplars: boolean): string[] {
  const left = bySeries(samplesOf(one.families));
  const right = bySeries(samplesOf(other.families));
  // client_python reads -0 in OpenMetrics as an integer without a sign. Adding 0 removes the sign of the other.
  const zero = [one, other].some(({ reader }) => reader.startsWith("client_python OpenMetrics")) ? 0 : -0;
  const differences: string[] = [];
  for (const [series, a] of left) {
    const b = right.get(series);
    if (b === undefined) differences.push(`${series} is missing in the second`);
    else {
      if (!Object.is(a.value + zero, b.value + zero))
        differences.push(`${series} is ${written(a.value)} and ${written(b.value)}`);
      if (!sameTime(a.timestamp, b.timestamp)) differences.push(`${series} is at ${a.timestamp} and ${b.timestamp} ms`);
      if (withExemplars) differences.push(...compareExemplars(series, a.exemplar, b.exemplar, zero));
    }
  }
  for (const series of right.keys()) if (!left.has(series)) differences.push(`${series} is missing in the first`);
  return differences;
}

function compareExemplars(
  series: string,
  a: JudgedExemplar | undefined,
  b: JudgedExemplar | undefined,
  zero: number,
): string[] {
  if ([a, b].some((exemplar) => exemplar !== undefined && !isWritable(exemplar))) return [];
  const [left, right] = [a, b].map(
    (exemplar) => exemplar && `${seriesOf({ name: "", labels: exemplar.labels })} ${written(exemplar.value + zero)}`,
  );
  if (left === right && sameTime(a?.timestamp, b?.timestamp)) return [];
  return [`${series} has the exemplars ${left} at ${a?.timestamp} ms and ${right} at ${b?.timestamp} ms`];
}

/** Whether an exemplar can be compared. Readers of OpenMetrics disagree about escapes in exemplars. */
function isWritable({ labels }: JudgedExemplar): boolean {
  return labels.every(([, value]) => !/["\\\n}]/.test(value));
}

function compareFamilies(one: Reading, other: Reading): string[] {
  const right = new Map(other.families.map((family) => [family.name, family]));
  return one.families.flatMap((a) => {
    const b = right.get(a.name);
    if (b === undefined || a.samples.length === 0 || b.samples.length === 0) return [];
    const differences: string[] = [];
    const types = [one, other].every(({ format }) => format === "OpenMetrics" || format === "model")
      ? [a.type, b.type]
      : [poorer[a.type] ?? a.type, poorer[b.type] ?? b.type];
    if (types[0] !== types[1]) differences.push(`${a.name} is a ${types[0]} and a ${types[1]}`);
    // Text allows any number of spaces before the help text, and client_python trims it on both sides.
    const isText = !carriesExemplars(one) || !carriesExemplars(other);
    const helps = isText ? [trimmed(a.help), trimmed(b.help)] : [a.help, b.help];
    if (helps[0] !== helps[1])
      differences.push(`${a.name} has the help ${JSON.stringify(a.help)} and ${JSON.stringify(b.help)}`);
    if (carriesExemplars(one) && carriesExemplars(other) && (a.unit ?? "") !== (b.unit ?? "")) {
      differences.push(`${a.name} has the unit "${a.unit ?? ""}" and "${b.unit ?? ""}"`);
    }
    return differences;
  });
}

/** Trims white space as Python defines it, and a few more characters. */
function trimmed(text: string): string {
  return text.replace(/^[\s\p{Cc}]+|[\s\p{Cc}]+$/gu, "");
}

/** Compares the start timestamps that both readings have, to the millisecond; OpenMetrics writes them only on request. */
function compareCreated(one: Reading, other: Reading): string[] {
  const left = bySeries(one.families.flatMap(({ created }) => created));
  return other.families
    .flatMap(({ created }) => created)
    .flatMap((b) => {
      const a = left.get(seriesOf(b));
      return a === undefined || Math.abs(a.value - b.value) < 1
        ? []
        : [`${seriesOf(b)} is ${a.value} and ${b.value} ms`];
    });
}

function bySeries(samples: readonly JudgedSample[]): Map<string, JudgedSample> {
  return new Map(samples.map((sample) => [seriesOf(sample), sample]));
}

function sameTime(a: number | undefined, b: number | undefined): boolean {
  return a === undefined || b === undefined ? a === b : Math.abs(a - b) < 0.01;
}

function written(value: number): string {
  return Object.is(value, -0) ? "-0" : String(value);
}
