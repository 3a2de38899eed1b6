import { SERIES_PER_STEP } from "../../globals/scrape-slice.js";
import type { GatherFailure } from "../../model/collector.js";
import { findEscapingCollision } from "../../model/families/escaping-schemes.js";
import { liveSeriesOf } from "../../model/families/live-metrics.js";
import type { MetricBase } from "../../model/families/metric.js";
import type { MetricFamily, MetricType } from "../../model/families/metric-family.js";
import {
  bareName,
  isMetricType,
  metricTypeNames,
  metricTypes,
  syntheticLabel,
} from "../../model/families/metric-types.js";
import type { Scope } from "../../model/families/scope.js";
import { seriesKey } from "../../model/families/series-key.js";
import { inspectValue } from "../../validation/errors.js";
import { scopedFamily } from "../scope.js";
import { checkValue } from "./check-value.js";

/** The problem that makes a family invalid. */
export interface FamilyProblem {
  /** Cause under which the collector is omitted. */
  readonly cause: GatherFailure;
  /** One or two sentences about the family, without its name. */
  readonly message: string;
}

/**
 * Returns the problem that makes a custom collector's family invalid in a scope, or `undefined`, in steps between which
 * the caller can pause. Of a live family, which may have the metadata of a custom collector, only that is checked.
 *
 * @internal
 */
export function* checkFamily(family: MetricFamily, scope: Scope = {}): Generator<void, FamilyProblem | undefined> {
  const message = checkMetadata(family);
  if (message !== undefined) return { cause: "invalid", message };
  if (liveSeriesOf(family) !== undefined) return undefined;
  const { name, type, metrics } = family;
  const reserved = syntheticLabel((scope.prefix ?? "") + name, type);
  let steps = 0;
  for (const metric of metrics) {
    const message = checkMetric(type, metric, reserved);
    if (message !== undefined) return { cause: "invalid", message };
    if (++steps % SERIES_PER_STEP === 0) yield;
  }
  return steps < 2 ? undefined : yield* checkDistinct(family, scope);
}

/**
 * Returns the problem that two series of a family have the same labels in a scope, or `undefined`.
 *
 * @internal
 */
export function* checkDistinct(family: MetricFamily, scope: Scope): Generator<void, FamilyProblem | undefined> {
  const seen = new Set<string>();
  let steps = 0;
  // Two series that differ can become equal when a constant label is added.
  for (const { labels, timestamp } of scopedFamily(scope, family).metrics) {
    const key = timestamp === undefined ? seriesKey(labels) : `${seriesKey(labels)}@${timestamp}`;
    if (seen.has(key)) return { cause: "duplicate", message: `two series have the labels ${JSON.stringify(labels)}.` };
    seen.add(key);
    if (++steps % SERIES_PER_STEP === 0) yield;
  }
  return undefined;
}

function checkMetadata(family: MetricFamily): string | undefined {
  if (typeof family?.name !== "string" || family.name === "" || !family.name.isWellFormed())
    return `name must be a non-empty string without lone surrogates, but was ${inspectValue(family?.name)}.`;
  if (typeof family.help !== "string")
    return `help must be a string, which may be empty, but was ${inspectValue(family.help)}.`;
  if (!isMetricType(family.type))
    return `type must be one of ${metricTypeNames.join(", ")}, but was ${inspectValue(family.type)}.`;
  const { nameEnding, typeWithoutEnding, isLabelledByName } = metricTypes[family.type];
  if (typeWithoutEnding === undefined && !family.name.endsWith(nameEnding))
    return `name must end in ${nameEnding} if type is ${family.type}.`;
  if (isLabelledByName && family.name.includes(":")) {
    return 'name must not contain ":" if type is stateset, because it is also the name of a label.';
  }
  return checkUnit(family);
}

function checkUnit({ name, type, unit = "" }: MetricFamily): string | undefined {
  if (unit === "") return undefined;
  const { hasUnit, nameEnding } = metricTypes[type];
  if (!hasUnit) return `unit must be omitted if type is ${type}, but was ${inspectValue(unit)}.`;
  if (bareName(name, type).endsWith(`_${unit}`)) return undefined;
  return `name must end in _${unit}${nameEnding && `, before any ${nameEnding},`} if unit is ${inspectValue(unit)}.`;
}

function checkMetric(type: MetricType, metric: MetricBase, reserved: string | undefined): string | undefined {
  const labels = metric?.labels;
  if (typeof labels !== "object" || labels === null)
    return `labels must be an object, but was ${inspectValue(labels)}. Use {} for a series without labels.`;
  const names = Object.keys(labels);
  for (const name of names) {
    if (name === "" || name.startsWith("__"))
      return `label names must not be empty or start with "__", but one was ${inspectValue(name)}.`;
    if (typeof labels[name] !== "string")
      return `label ${inspectValue(name)} must be a string, but was ${inspectValue(labels[name])}.`;
    if (name === reserved) return `label ${inspectValue(name)} must be renamed, because formats add such a label.`;
  }
  const facts = Object.keys((metric as { info?: object }).info ?? {});
  const collision = findEscapingCollision(facts.length === 0 ? names : [...names, ...facts]);
  if (collision !== undefined)
    return `labels ${collision.join(" and ")} must be renamed, because they become equal when escaped.`;
  const problem = checkValue(type, metric);
  return problem === undefined ? undefined : `${problem} The labels of the series are ${JSON.stringify(labels)}.`;
}
