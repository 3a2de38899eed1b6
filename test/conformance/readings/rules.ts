import { type Exposition, type Format, textOf } from "./format.js";
import { canonicalNumber, type JudgedFamily, type JudgedNative, type JudgedSample, seriesOf } from "./normal-form.js";
import { asOpenMetrics, ownSeries } from "./openmetrics-limits.js";

/**
 * Checks rules of the formats that no other judge checks: duplicates, canonical `le` and `quantile`, complete and cumulative
 * buckets, spaces between labels, consistent native buckets (a malformed one crashes Prometheus 2.42).
 *
 * @returns the broken rules, one line each
 */
export function brokenRules(format: Format, families: readonly JudgedFamily[], exposition?: Exposition): string[] {
  return [
    ...repeated(families.map(({ name }) => name)).map((name) => `family ${name} comes twice`),
    ...families.flatMap(brokenInFamily),
    ...(exposition === undefined || format === "protobuf"
      ? []
      : brokenLines(format, families, textOf(exposition.body))),
  ];
}

function brokenInFamily(family: JudgedFamily): string[] {
  return [
    ...repeated(family.samples.map((sample) => `${seriesOf(sample)} at ${sample.timestamp ?? "no time"}`)).map(
      (series) => `${series} comes twice`,
    ),
    ...family.samples
      .flatMap(({ labels }) => repeated(labels.map(([name]) => name)))
      .map((name) => `${family.name} has the label ${name} twice`),
    ...family.samples.flatMap((sample) => brokenNumbers(family, sample)),
    ...brokenBuckets(family),
    ...family.natives.flatMap((native) =>
      brokenNative(native).map((rule) => `${seriesOf({ name: family.name, labels: native.labels })}: ${rule}`),
    ),
  ];
}

function brokenNumbers(family: JudgedFamily, sample: JudgedSample): string[] {
  const special = family.type === "summary" ? "quantile" : sample.name === `${family.name}_bucket` ? "le" : undefined;
  const [, text] = sample.labels.find(([name]) => name === special) ?? [];
  if (text === undefined) return [];
  const value = text === "+Inf" ? Infinity : Number(text);
  return canonicalNumber(value) === text
    ? []
    : [`${seriesOf(sample)} writes ${special} not as ${canonicalNumber(value)}`];
}

function brokenBuckets({ name, type, samples }: JudgedFamily): string[] {
  if (type !== "histogram" && type !== "gaugehistogram") return [];
  const broken: string[] = [];
  const last = new Map<string, { bound: number; count: number }>();
  for (const sample of samples.filter((each) => each.name === `${name}_bucket`)) {
    const series = ownSeries(sample);
    const bound = Number((sample.labels.find(([label]) => label === "le")?.[1] ?? "NaN").replace("+Inf", "Infinity"));
    const before = last.get(series);
    if (before !== undefined && !(bound > before.bound)) broken.push(`${seriesOf(sample)} is out of order`);
    if (before !== undefined && !(sample.value >= before.count))
      broken.push(`${seriesOf(sample)} is less than the bucket before`);
    last.set(series, { bound, count: sample.value });
  }
  for (const sample of samples.filter((each) => each.name === `${name}_count`)) {
    const top = last.get(ownSeries(sample));
    if (top?.bound !== Infinity) broken.push(`${seriesOf(sample)} has no +Inf bucket`);
    else if (top.count !== sample.value)
      broken.push(`${seriesOf(sample)} is ${sample.value}, its +Inf bucket ${top.count}`);
  }
  return broken;
}

function brokenNative(native: JudgedNative): string[] {
  const sides = [
    { side: "positive", spans: native.positiveSpans, deltas: native.positiveDeltas },
    { side: "negative", spans: native.negativeSpans, deltas: native.negativeDeltas },
  ];
  const counts = sides.map(({ deltas }) => countsOf(deltas));
  const total = counts.flat().reduce((sum, count) => sum + count, native.zeroCount);
  const hasSpans = sides.some(({ spans }) => spans.length > 0);
  return [
    ...sides.flatMap(({ side, spans, deltas }) => {
      const length = spans.reduce((sum, span) => sum + span.length, 0);
      return [
        ...(length === deltas.length ? [] : [`${side} spans of ${length} buckets for ${deltas.length} deltas`]),
        ...(spans.slice(1).every(({ offset }) => offset >= 0) ? [] : [`a later ${side} span goes back`]),
      ];
    }),
    ...(counts.flat().every((count) => count >= 0) ? [] : ["a bucket with a negative count"]),
    ...(native.schema >= -4 && native.schema <= 8 ? [] : [`schema ${native.schema} is not in -4 to 8`]),
    ...(native.zeroThreshold > 0 ? [] : [`zero threshold ${native.zeroThreshold} is not positive`]),
    ...(total <= native.count ? [] : [`buckets hold ${total}, the count is ${native.count}`]),
    ...(total === native.count || Number.isNaN(native.sum)
      ? []
      : [`buckets hold ${total} of ${native.count}, yet no NaN was observed`]),
    ...(hasSpans || native.zeroThreshold > 0 ? [] : ["nothing tells that it is a native histogram"]),
  ];
}

function countsOf(deltas: readonly number[]): number[] {
  let count = 0;
  return deltas.map((delta) => (count += delta));
}

/** Matches a HELP line whose name is quoted if necessary, and whose quotes, backslashes and line feeds are escaped. */
const escapedHelp = /^# HELP (?:"(?:[^"\\]|\\.)*"|[^ "]+) (?:[^"\\]|\\[n"\\])*$/;

/** Checks the text itself. Lines are counted, because client_python keeps only the first of two equal lines. */
function brokenLines(format: Format, families: readonly JudgedFamily[], text: string): string[] {
  const lines = text.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
  const written = format === "OpenMetrics" ? families.map(asOpenMetrics) : families;
  const samples = written.reduce((sum, family) => sum + family.samples.length + family.created.length, 0);
  const spaced = lines.filter((line) =>
    /[{,] |, |,\}/.test(line.replaceAll(/"(?:[^"\\]|\\.)*"/g, '""').replace(/ # \{.*/, "")),
  );
  const helps = text.split("\n").filter((line) => line.startsWith("# HELP ") && !escapedHelp.test(line));
  return [
    ...(lines.length === samples ? [] : [`${lines.length} lines of samples, but ${samples} different samples`]),
    ...(format === "OpenMetrics" ? spaced.map((line) => `space or comma too many: ${line}`) : []),
    ...(format === "OpenMetrics" ? helps.map((line) => `HELP is not escaped: ${line}`) : []),
  ];
}

function repeated(items: readonly string[]): string[] {
  const seen = new Set<string>();
  return items.filter((item) => seen.size === seen.add(item).size);
}
