import { SERIES_PER_STEP } from "../../globals/scrape-slice.js";
import type { GatherFailure } from "../../model/collector.js";
import { findEscapingCollision } from "../../model/escaping-schemes.js";
import type { MetricBase } from "../../model/metric.js";
import type { MetricFamily, MetricType } from "../../model/metric-family.js";
import { bareName, isMetricType, metricTypeNames, metricTypes, syntheticLabel } from "../../model/metric-types.js";
import type { Scope } from "../../model/scope.js";
import { seriesKey } from "../../model/series-key.js";
import { scopedFamily } from "../scope.js";
import { checkValue } from "./check-value.js";

/** The problem that makes a family invalid. */
export interface FamilyProblem {
  /** Cause under which the collector is omitted. */
  readonly cause: GatherFailure;
  /** Predicate of a sentence whose subject is the name of the family. */
  readonly message: string;
}

/**
 * Returns the problem that makes a custom collector's family invalid in a scope, or `undefined`, in steps between which
 * the caller can pause.
 *
 * @internal
 */
export function* checkFamily(family: MetricFamily, scope: Scope = {}): Generator<void, FamilyProblem | undefined> {
  const message = checkMetadata(family);
  if (message !== undefined) return { cause: "invalid", message };
  const { name, type, metrics } = family;
  const reserved = syntheticLabel((scope.prefix ?? "") + name, type);
  let steps = 0;
  for (const metric of metrics) {
    const message = checkMetric(type, metric, reserved);
    if (message !== undefined) return { cause: "invalid", message };
    if (++steps % SERIES_PER_STEP === 0) yield;
  }
  if (steps < 2) return undefined;
  const seen = new Set<string>();
  // Two series that differ can become equal when a constant label is added.
  for (const { labels, timestamp } of scopedFamily(scope, family).metrics) {
    const key = timestamp === undefined ? seriesKey(labels) : `${seriesKey(labels)}@${timestamp}`;
    if (seen.has(key))
      return { cause: "duplicate", message: `has two series with the labels ${JSON.stringify(labels)}` };
    seen.add(key);
    if (++steps % SERIES_PER_STEP === 0) yield;
  }
  return undefined;
}

function checkMetadata(family: MetricFamily): string | undefined {
  if (typeof family?.name !== "string" || family.name === "" || !family.name.isWellFormed()) return "needs a name";
  if (typeof family.help !== "string") return "needs a help text, which may be empty";
  if (!isMetricType(family.type))
    return `must have one of the types ${metricTypeNames.join(", ")}, but has ${String(family.type)}`;
  const { nameEnding, isLabelledByName } = metricTypes[family.type];
  if (!family.name.endsWith(nameEnding))
    return `is ${family.type === "info" ? "an" : "a"} ${family.type}, so its name must end in ${nameEnding}`;
  if (isLabelledByName && family.name.includes(":")) {
    return 'is a state set, so its name is also the name of a label and must not contain ":"';
  }
  return checkUnit(family);
}

function checkUnit({ name, type, unit = "" }: MetricFamily): string | undefined {
  if (unit === "") return undefined;
  const { hasUnit, nameEnding } = metricTypes[type];
  if (!hasUnit) return `is of the type ${type}, which has no unit`;
  if (bareName(name, type).endsWith(`_${unit}`)) return undefined;
  return `has the unit ${unit}, so its name must end in _${unit}${nameEnding}`;
}

function checkMetric(type: MetricType, metric: MetricBase, reserved: string | undefined): string | undefined {
  const labels = metric?.labels;
  if (typeof labels !== "object" || labels === null) return "has a series without labels; use {} if it has none";
  const names = Object.keys(labels);
  for (const name of names) {
    if (name === "" || name.startsWith("__") || typeof labels[name] !== "string")
      return `has a label ${JSON.stringify(name)} that is not a string or has a reserved or empty name`;
    if (name === reserved) return `has a label ${JSON.stringify(name)}, which formats add themselves`;
  }
  const facts = Object.keys((metric as { info?: object }).info ?? {});
  const collision = findEscapingCollision(facts.length === 0 ? names : [...names, ...facts]);
  if (collision !== undefined)
    return `has the labels ${collision.join(" and ")}, which become equal when names are escaped`;
  const problem = checkValue(type, metric);
  return problem === undefined ? undefined : `${problem}, in the series ${JSON.stringify(labels)}`;
}
