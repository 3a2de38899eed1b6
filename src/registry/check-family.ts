import type { GatherFailure } from "../model/collector.js";
import type { Labels, MetricFamily, MetricType } from "../model/metric-family.js";

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
  return undefined;
}

function checkMetrics(family: MetricFamily): string | undefined {
  for (const metric of family.metrics) {
    const labels = Object.entries(metric?.labels ?? {});
    const wrong = labels.find(([name, value]) => name === "" || name.startsWith("__") || typeof value !== "string");
    if (wrong !== undefined)
      return `has a label ${JSON.stringify(wrong[0])} that is not a string or has a reserved or empty name`;
    const problem = checkValue(family.type, metric);
    if (problem !== undefined) return `${problem}, in the series ${JSON.stringify(metric.labels)}`;
  }
  return undefined;
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

function checkValue(type: MetricType, metric: object): string | undefined {
  const has = metric as Readonly<Record<string, unknown>>;
  switch (type) {
    case "counter":
      return typeof has["value"] === "number" && has["value"] >= 0
        ? undefined
        : "a counter needs a value of at least 0";
    case "gauge":
    case "unknown":
      return typeof has["value"] === "number" ? undefined : "needs a number as value";
    case "summary":
      if (typeof has["count"] !== "number" || typeof has["sum"] !== "number") return "needs count and sum";
      return Array.isArray(has["quantiles"]) ? undefined : "needs a list of quantiles, which may be empty";
    case "info":
      return isRecord(has["info"]) ? undefined : "needs info, a record of strings";
    case "stateset":
      return isRecord(has["states"]) ? undefined : "needs states, a record of booleans";
    default:
      if (typeof has["count"] !== "number" || typeof has["sum"] !== "number") return "needs count and sum";
      return checkBuckets(has["buckets"], has["count"]);
  }
}

function checkBuckets(buckets: unknown, count: number): string | undefined {
  const list = buckets as readonly { upperBound: number; count: number }[];
  const last = Array.isArray(list) ? list.at(-1) : undefined;
  if (last === undefined || last.upperBound !== Number.POSITIVE_INFINITY)
    return "needs buckets, the last one with the bound Infinity";
  if (last.count !== count) return "needs as many observations in the last bucket as in count";
  const isRising = list.every((bucket, i) => {
    const before = list[i - 1];
    return before === undefined || (before.upperBound < bucket.upperBound && before.count <= bucket.count);
  });
  return isRising ? undefined : "needs buckets with increasing bounds and cumulative counts";
}

function isRecord(value: unknown): boolean {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
