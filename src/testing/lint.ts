import type { Gatherer } from "../model/collector.js";
import type { MetricFamily } from "../model/families/metric-family.js";
import { bucketSuffix, metricTypes, protobufTypes, totalSuffix, traitsOf } from "../model/families/metric-types.js";
import { requireGatherer } from "../validation/gatherer.js";
import { readGathered } from "./gather-samples.js";
import { findNonBaseUnit, hasAbbreviatedUnit } from "./lint-units.js";

/** A violation of a naming rule. */
export interface LintProblem {
  /** The name of the family. */
  readonly metric: string;
  /** A description of the violation, without the name. */
  readonly text: string;
}

type Rule = (family: MetricFamily) => readonly string[];

/** The types by their names in protobuf, which is how promtool looks for them. */
const typeNames = /* @__PURE__ */ protobufTypes.flatMap((type) => (type === "UNTYPED" ? [] : type.toLowerCase()));
const camelCase = /[a-z][A-Z]/;

/** The rules that `promtool check metrics` applies. */
const rules: readonly Rule[] = [
  ({ help }) => when(help === "", "has no help text"),
  ({ name, type }) => {
    if (type === "counter") return when(!name.endsWith(totalSuffix), `is a counter and should end in "${totalSuffix}"`);
    return when(
      type !== "unknown" && name.endsWith(totalSuffix),
      `is not a counter and should not end in "${totalSuffix}"`,
    );
  },
  ({ name, type }) => {
    if (type === "unknown") return [];
    const suffix = metricTypes.histogram.textSuffixes.find((ending) => name.endsWith(ending));
    const isForeign = suffix !== undefined && !traitsOf(type).textSuffixes.includes(suffix);
    return when(
      isForeign,
      `ends in "${suffix}", which is for samples of ${suffix === bucketSuffix ? "" : "summaries and "}histograms`,
    );
  },
  (family) => {
    const { type } = family;
    if (type === "unknown") return [];
    const names = labelNamesOf(family);
    const { addedLabel } = traitsOf(type);
    return [
      ...when(addedLabel !== "le" && names.has("le"), 'has a label "le", which is for histograms'),
      ...when(addedLabel !== "quantile" && names.has("quantile"), 'has a label "quantile", which is for summaries'),
    ];
  },
  ({ name }) => {
    const problem = findNonBaseUnit(wordsOf(name));
    return problem === undefined ? [] : [`should use the base unit "${problem.base}", not "${problem.unit}"`];
  },
  ({ name }) => when(hasAbbreviatedUnit(wordsOf(name)), "should not abbreviate its unit"),
  ({ name }) => {
    const lower = name.toLowerCase();
    const named = typeNames.filter((type) => lower.includes(`_${type}_`) || lower.endsWith(`_${type}`));
    return named.map((type) => `should not have its type "${type}" in its name`);
  },
  ({ name }) => when(name.includes(":"), 'should not contain ":", which is for recording rules'),
  ({ name }) => when(camelCase.test(name), "should be written in snake_case"),
  (family) => {
    const names = [...labelNamesOf(family)].filter((name) => camelCase.test(name));
    return names.map((name) => `has a label "${name}", which should be written in snake_case`);
  },
];

/**
 * Checks the metrics of a registry against the naming rules of `promtool check metrics`: help texts, `_total`, reserved
 * suffixes and labels, unabbreviated base units, no type in the name, no colon, snake_case.
 *
 * @param source - the registry
 * @returns the violations in the order of the families
 * @throws {TypeError} if `source` is neither a registry nor an iterable of families
 * @example
 * ```ts
 * expect(await lint(registry)).toEqual([]);
 * ```
 */
export function lint(source: Gatherer): Promise<LintProblem[]>;
/**
 * Checks families against the naming rules of `promtool check metrics`, without gathering.
 *
 * @param source - the families, from a registry or from the parser
 * @returns the violations in the order of the families
 */
export function lint(source: Iterable<MetricFamily>): LintProblem[];
export function lint(source: Gatherer | Iterable<MetricFamily>): LintProblem[] | Promise<LintProblem[]> {
  if (typeof (source as Partial<Iterable<MetricFamily>> | undefined)?.[Symbol.iterator] === "function")
    return lintFamilies(source as Iterable<MetricFamily>);
  requireGatherer("lint", source);
  return readGathered(source, lintFamilies);
}

function lintFamilies(families: Iterable<MetricFamily>): LintProblem[] {
  return [...families].flatMap((family) =>
    rules.flatMap((rule) => rule(family).map((text) => ({ metric: family.name, text }))),
  );
}

function labelNamesOf(family: MetricFamily): ReadonlySet<string> {
  const names = new Set<string>();
  for (const metric of family.metrics) {
    for (const name of Object.keys(metric.labels)) names.add(name);
    if ("info" in metric) for (const name of Object.keys(metric.info)) names.add(name);
  }
  return names;
}

function wordsOf(name: string): string[] {
  return name.toLowerCase().split("_");
}

function when(condition: boolean, text: string): string[] {
  return condition ? [text] : [];
}
