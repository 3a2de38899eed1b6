import { AssertionError } from "node:assert";
import { parse } from "../exposition/parser/parse.js";
import { formatSample, type Sample, samplesOfFamily } from "../exposition/samples.js";
import type { Gatherer } from "../model/collector.js";
import type { MetricFamily } from "../model/families/metric-family.js";
import { openMetricsType, traitsOf } from "../model/families/metric-types.js";
import { familyNames, familyNamesRule } from "../validation/family-names.js";
import { requireGatherer } from "../validation/gatherer.js";
import { checkArgument, checkOptions, type OptionRules, string } from "../validation/options.js";
import { readGathered } from "./gather-samples.js";
import { canonicalLabels } from "./series.js";

const text = "text/plain; version=1.0.0; charset=utf-8";
const openMetrics = "application/openmetrics-text; version=1.0.0; charset=utf-8; escaping=allow-utf-8";

/** Options for {@link compare}. */
export interface CompareOptions {
  /** The names of the families to compare (default: all), in any iterable except a string. */
  readonly names?: (Iterable<string> & object) | undefined;
}

const rules: OptionRules<keyof CompareOptions> = { names: familyNamesRule };

/**
 * Asserts that the metrics of a registry equal an expected exposition. Compares samples, and the types and help texts
 * that `expected` contains. Ignores the order, the notation of numbers, timestamps, exemplars and units. `expected` may
 * be indented and contain empty lines.
 *
 * @param gatherer - the registry
 * @param expected - the exposition in the text format, or in OpenMetrics if it ends in `# EOF`
 * @param options - the names of the families to compare
 * @throws {AssertionError} if the metrics differ; the message lists the lines that differ
 * @throws {ParseError} if `expected` is invalid
 * @throws {TypeError} if an argument has the wrong type, or an option is unknown or invalid
 * @example
 * ```ts
 * await compare(
 *   registry,
 *   `# HELP events_total Number of events.
 *    # TYPE events_total counter
 *    events_total{kind="timer_expiry"} 6`,
 *   { names: ["events_total"] },
 * );
 * ```
 */
export async function compare(gatherer: Gatherer, expected: string, options: CompareOptions = {}): Promise<void> {
  requireGatherer("compare", gatherer);
  checkArgument("compare", "expected", expected, string);
  checkOptions("compare", options, rules);
  const names = familyNames("compare", options.names);
  const body = expected.split("\n").map((line) => line.trimStart());
  const lines = `${body.filter((line) => line !== "").join("\n")}\n`;
  const isOpenMetrics = lines.endsWith("# EOF\n");
  const expectedFamilies = selectFamilies(parse(lines, isOpenMetrics ? openMetrics : text), names);
  const stated = new Map(expectedFamilies.map((family) => [family.name, family]));
  const expectedLines = expectedFamilies.flatMap((family) => linesOf(family, family, isOpenMetrics));
  const actualLines = await readGathered(gatherer, (gathered) => {
    const actualFamilies = selectFamilies(gathered, names);
    return actualFamilies.flatMap((family) => linesOf(family, stated.get(family.name), isOpenMetrics));
  });
  const missing = expectedLines.filter((line) => !actualLines.includes(line));
  const extra = actualLines.filter((line) => !expectedLines.includes(line));
  if (missing.length + extra.length === 0) return;
  const difference = [...missing.map((line) => `- ${line}`), ...extra.map((line) => `+ ${line}`)];
  throw new AssertionError({
    message: `The metrics differ from the expected ones (- expected, + actual):\n${difference.join("\n")}`,
    expected: expectedLines.join("\n"),
    actual: actualLines.join("\n"),
    operator: "compare",
  });
}

function selectFamilies(families: readonly MetricFamily[], names: ReadonlySet<string> | undefined): MetricFamily[] {
  const selected = families.filter(({ name }) => names === undefined || names.has(name));
  return selected.sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Returns the lines of a family. Includes only the metadata that `stated` has. */
function linesOf(family: MetricFamily, stated: MetricFamily | undefined, isOpenMetrics: boolean): string[] {
  const { name, help, type } = family;
  const lines: string[] = [];
  const { textType } = traitsOf(type);
  if (stated?.help !== "") lines.push(`# HELP ${name} ${JSON.stringify(help)}`);
  if (stated?.type !== "unknown")
    lines.push(`# TYPE ${name} ${isOpenMetrics ? openMetricsType(name, type) : textType}`);
  const found = samplesOfFamily(family, isOpenMetrics);
  const samples = found.map((sample): Sample => ({ ...sample, labels: canonicalLabels(sample.labels) }));
  return [...lines, ...samples.sort(compareSamples).map(formatSample)];
}

/** Compares samples by series, then by name, then by bucket bound or quantile. */
function compareSamples(a: Sample, b: Sample): number {
  const key = ({ name, labels: { le: _, quantile: __, ...own } }: Sample): string => `${JSON.stringify(own)} ${name}`;
  const [first, second] = [key(a), key(b)];
  if (first !== second) return first < second ? -1 : 1;
  return boundOf(a) - boundOf(b);
}

function boundOf({ labels }: Sample): number {
  const bound = labels["le"] ?? labels["quantile"] ?? "0";
  return bound === "+Inf" ? Number.MAX_VALUE : Number(bound);
}
