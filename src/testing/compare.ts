import { AssertionError } from "node:assert";
import { parse } from "../exposition/parser/parse.js";
import type { Gatherer } from "../model/collector.js";
import type { MetricFamily } from "../model/metric-family.js";
import { traitsOf } from "../model/metric-types.js";
import { requireGatherer } from "../validation/gatherer.js";
import { readGathered } from "./gather-samples.js";
import { formatSample, type Sample, samplesOfFamily } from "./samples.js";
import { canonicalLabels } from "./series.js";

const text = "text/plain; version=1.0.0; charset=utf-8";
const openMetrics = "application/openmetrics-text; version=1.0.0; charset=utf-8; escaping=allow-utf-8";

/**
 * Compares what a registry would show with a text: samples, and the types and help that the text states. Neither the order
 * nor the way in which numbers are written matters; timestamps, exemplars and units are not looked at. The text may be
 * indented and have empty lines.
 *
 * @param gatherer - a registry
 * @param expected - in the text format, or in OpenMetrics when it ends in `# EOF`
 * @param names - only families of these names; all when left out
 * @throws AssertionError that lists the lines that differ
 * @throws ParseError when `expected` is not valid
 * @example
 * ```ts
 * await compare(
 *   registry,
 *   `# HELP events_total Number of events.
 *    # TYPE events_total counter
 *    events_total{kind="timer_expiry"} 6`,
 *   ["events_total"],
 * );
 * ```
 */
export async function compare(gatherer: Gatherer, expected: string, names?: Iterable<string>): Promise<void> {
  requireGatherer("compare", gatherer);
  const body = expected.split("\n").map((line) => line.trimStart());
  const lines = `${body.filter((line) => line !== "").join("\n")}\n`;
  const isOpenMetrics = lines.endsWith("# EOF\n");
  const wanted = selectFamilies(parse(lines, isOpenMetrics ? openMetrics : text), names && new Set(names));
  const stated = new Map(wanted.map((family) => [family.name, family]));
  const wantedLines = wanted.flatMap((family) => linesOf(family, family, isOpenMetrics));
  const foundLines = await readGathered(gatherer, (gathered) => {
    const found = selectFamilies(gathered, names && new Set(names));
    return found.flatMap((family) => linesOf(family, stated.get(family.name), isOpenMetrics));
  });
  const missing = wantedLines.filter((line) => !foundLines.includes(line));
  const extra = foundLines.filter((line) => !wantedLines.includes(line));
  if (missing.length + extra.length === 0) return;
  const difference = [...missing.map((line) => `- ${line}`), ...extra.map((line) => `+ ${line}`)];
  throw new AssertionError({
    message: `the metrics differ from what was expected (-) in what is there (+)\n${difference.join("\n")}`,
    expected: wantedLines.join("\n"),
    actual: foundLines.join("\n"),
    operator: "compare",
  });
}

function selectFamilies(families: readonly MetricFamily[], names: ReadonlySet<string> | undefined): MetricFamily[] {
  const selected = families.filter(({ name }) => names === undefined || names.has(name));
  return selected.sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** A family's lines, of its metadata only what `stated` has, too. */
function linesOf(family: MetricFamily, stated: MetricFamily | undefined, isOpenMetrics: boolean): string[] {
  const { name, help, type } = family;
  const lines: string[] = [];
  const { textType } = traitsOf(type);
  if (stated?.help !== "") lines.push(`# HELP ${name} ${JSON.stringify(help)}`);
  if (stated?.type !== "unknown") lines.push(`# TYPE ${name} ${isOpenMetrics ? type : textType}`);
  const found = samplesOfFamily(family, isOpenMetrics);
  const samples = found.map((sample): Sample => ({ ...sample, labels: canonicalLabels(sample.labels) }));
  return [...lines, ...samples.sort(inOrder).map(formatSample)];
}

/** Series by series, a series' samples by name, and buckets and quantiles as they grow. */
function inOrder(a: Sample, b: Sample): number {
  const key = ({ name, labels: { le: _, quantile: __, ...own } }: Sample): string => `${JSON.stringify(own)} ${name}`;
  const [first, second] = [key(a), key(b)];
  if (first !== second) return first < second ? -1 : 1;
  return boundOf(a) - boundOf(b);
}

function boundOf({ labels }: Sample): number {
  const bound = labels["le"] ?? labels["quantile"] ?? "0";
  return bound === "+Inf" ? Number.MAX_VALUE : Number(bound);
}
