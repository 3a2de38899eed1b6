import { define, describeDefinition, unregisteredOptions } from "../../metadata/definition.js";
import { collectorBrand } from "../../model/children.js";
import type { Collector, FamilyDescription } from "../../model/collector.js";
import { withCode } from "../../model/errors/coded-error.js";
import type { AnySpec, CollectorSpec } from "../../model/specs.js";
import { inspectValue } from "../../validation/errors.js";
import { isSpecKind, specFunctions } from "../../validation/spec.js";
import { Counter } from "../counter.js";
import { Gauge } from "../gauge.js";
import { Histogram, histogramSettings } from "../histogram.js";
import { Info } from "../info.js";
import { StateSet, stateSetKind } from "../state-set.js";
import { Summary, summarySettings } from "../summary.js";

/**
 * Creates the live collector that a spec declares, without registering it.
 *
 * @throws {TypeError | RangeError} if the argument is not a spec, or is an invalid one
 * @internal
 */
export function fromSpec(given: AnySpec): Collector {
  const spec = requireSpec(given);
  switch (spec.kind) {
    case "counter":
      return new Counter(unregisteredOptions(spec));
    case "gauge":
      return new Gauge(unregisteredOptions(spec));
    case "histogram":
      return new Histogram(unregisteredOptions(spec));
    case "summary":
      return new Summary(unregisteredOptions(spec));
    case "info":
      return new Info(unregisteredOptions(spec));
    case "stateset":
      return new StateSet(unregisteredOptions(spec));
  }
}

/**
 * Returns the full name of the family that a spec declares.
 *
 * @throws {TypeError | RangeError} if the argument is not a spec, or is an invalid one
 * @internal
 */
export function familyNameOf(given: AnySpec): string {
  const spec = requireSpec(given);
  return define(spec.kind, spec).name;
}

/**
 * Describes the live collector that a spec declares, without creating it.
 *
 * @throws {TypeError | RangeError} if the argument is not a spec, or is an invalid one
 * @internal
 */
export function describeSpec(given: AnySpec): FamilyDescription {
  const spec = requireSpec(given);
  const definition = define(spec.kind, spec);
  return describeDefinition(definition, compatibilityKey(definition.name, spec));
}

function compatibilityKey(name: string, spec: CollectorSpec): string {
  switch (spec.kind) {
    case "histogram":
      return histogramSettings(name, spec).seriesKind.compatibilityKey;
    case "summary":
      return summarySettings(name, spec).seriesKind.compatibilityKey;
    case "stateset":
      return stateSetKind(spec.states).compatibilityKey;
    default:
      return "";
  }
}

const rule = `the spec must be a result of ${specFunctions}`;

function requireSpec(given: AnySpec): CollectorSpec {
  if (given !== null && typeof given === "object" && collectorBrand in given) {
    throw withCode(
      "NARTHEX_INVALID_COLLECTOR",
      new TypeError(
        `getOrCreate: ${rule}, but was the live collector ${String((given as { readonly name?: unknown }).name)}. Use the collector itself, or register it.`,
      ),
    );
  }
  if (!isSpecKind(given?.kind)) {
    throw withCode("NARTHEX_INVALID_COLLECTOR", new TypeError(`getOrCreate: ${rule}, but was ${inspectValue(given)}.`));
  }
  return given as CollectorSpec;
}
