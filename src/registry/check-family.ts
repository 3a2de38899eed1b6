import type { GatherFailure } from "../model/collector.js";
import { namesAlike } from "../model/escaping-schemes.js";
import type { Labels, MetricFamily, MetricType } from "../model/metric-family.js";
import { checkValue } from "./check-value.js";

/** What is wrong with a family, and under which word it is counted. */
export interface FamilyProblem {
  /** Why the collector is left out. */
  readonly cause: GatherFailure;
  /** What is wrong, to be put behind the family's name. */
  readonly message: string;
}

const types: ReadonlySet<MetricType> = new Set([
  "counter",
  "gauge",
  "histogram",
  "gaugehistogram",
  "summary",
  "info",
  "stateset",
  "unknown",
]);

/**
 * Says what makes a family that a custom collector built unfit to be shown, or `undefined`.
 *
 * @internal
 */
export function checkFamily(family: MetricFamily): FamilyProblem | undefined {
  const message = checkMetadata(family) ?? checkMetrics(family);
  if (message !== undefined) return { cause: "invalid", message };
  const twice = seriesTwice(family);
  return twice === undefined
    ? undefined
    : { cause: "duplicate", message: `has two series with the labels ${JSON.stringify(twice)}` };
}

function checkMetadata(family: MetricFamily): string | undefined {
  if (typeof family?.name !== "string" || family.name === "" || !family.name.isWellFormed()) return "needs a name";
  if (typeof family.help !== "string") return "needs a help text, which may be empty";
  if (!types.has(family.type))
    return `must have one of the types ${[...types].join(", ")}, but has ${String(family.type)}`;
  if (family.type === "counter" && !family.name.endsWith("_total"))
    return "is a counter, so its name must end in _total";
  if (family.type === "info" && !family.name.endsWith("_info")) return "is an info, so its name must end in _info";
  if (family.type === "stateset" && family.name.includes(":")) {
    return 'is a state set, so its name is a label, too, and must not hold ":"';
  }
  return checkUnit(family);
}

function checkUnit({ name, type, unit = "" }: MetricFamily): string | undefined {
  if (unit === "") return undefined;
  if (type === "info" || type === "stateset") return `is of the type ${type}, which has no unit`;
  return name.replace(type === "counter" ? /_total$/ : "", "").endsWith(`_${unit}`)
    ? undefined
    : `has the unit ${unit}, so its name must end in _${unit}${type === "counter" ? "_total" : ""}`;
}

function checkMetrics(family: MetricFamily): string | undefined {
  for (const metric of family.metrics) {
    const labels = Object.entries(metric?.labels ?? {});
    const wrong = labels.find(([name, value]) => name === "" || name.startsWith("__") || typeof value !== "string");
    if (wrong !== undefined)
      return `has a label ${JSON.stringify(wrong[0])} that is not a string or has a reserved or empty name`;
    const added = addedLabels(family).find((name) => Object.hasOwn(metric?.labels ?? {}, name));
    if (added !== undefined) return `has a label ${JSON.stringify(added)}, which formats add themselves`;
    const facts = Object.keys((metric as { info?: object }).info ?? {});
    const alike = namesAlike([...labels.map(([name]) => name), ...facts]);
    if (alike !== undefined)
      return `has the labels ${alike.join(" and ")}, which are written alike where names are escaped`;
    const problem = checkValue(family.type, metric);
    if (problem !== undefined) return `${problem}, in the series ${JSON.stringify(metric.labels)}`;
  }
  return undefined;
}

/** Labels that formats add to the samples of a family. */
function addedLabels({ name, type }: MetricFamily): readonly string[] {
  switch (type) {
    case "histogram":
    case "gaugehistogram":
      return ["le"];
    case "summary":
      return ["quantile"];
    case "stateset":
      return [name];
    default:
      return [];
  }
}

function seriesTwice(family: MetricFamily): Labels | undefined {
  const seen = new Set<string>();
  for (const { labels, timestamp } of family.metrics) {
    const key = seriesKey(Object.entries(labels), timestamp);
    if (seen.has(key)) return labels;
    seen.add(key);
  }
  return undefined;
}

/** An empty value means that the label is absent, so it does not tell two series apart. */
function seriesKey(labels: readonly (readonly [string, string])[], timestamp: number | undefined): string {
  const present = labels.filter(([, value]) => value !== "").map(([name, value]) => [name, value.toWellFormed()]);
  return JSON.stringify([present.sort(([a], [b]) => ((a as string) < (b as string) ? -1 : 1)), timestamp]);
}
