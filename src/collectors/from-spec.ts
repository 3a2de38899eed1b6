import { define, describeDefinition, unregisteredOptions } from "../metadata/definition.js";
import { collectorBrand, type LiveCollector } from "../model/children.js";
import type { Collector, FamilyDescription } from "../model/collector.js";
import type { AnySpec, CollectorSpec } from "../model/specs.js";
import { inspectValue } from "../validation/errors.js";
import { Counter } from "./counter.js";
import { Gauge } from "./gauge.js";
import { Histogram, histogramSettings } from "./histogram.js";
import { Summary, summarySettings } from "./summary.js";

/**
 * Creates the live collector that a spec declares, without registering it.
 *
 * @throws {TypeError | RangeError} if the argument is not a spec, or is an invalid one
 * @internal
 */
export function fromSpec(given: AnySpec): Collector & LiveCollector {
  const spec = requireSpec(given);
  switch (spec.kind) {
    case "counter":
      return new Counter(unregisteredOptions(spec));
    case "gauge":
      return new Gauge(unregisteredOptions(spec));
    case "histogram":
      return new Histogram(unregisteredOptions(spec));
    default:
      return new Summary(unregisteredOptions(spec));
  }
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
  if (spec.kind === "histogram") return histogramSettings(name, spec).seriesKind.compatibilityKey;
  return spec.kind === "summary" ? summarySettings(name, spec).seriesKind.compatibilityKey : "";
}

const kinds: ReadonlySet<unknown> = new Set<CollectorSpec["kind"]>(["counter", "gauge", "histogram", "summary"]);

const rule = "the spec must be a result of counter(), gauge(), histogram() or summary()";

function requireSpec(given: AnySpec): CollectorSpec {
  if (given !== null && typeof given === "object" && collectorBrand in given) {
    throw new TypeError(
      `getOrCreate: ${rule}, but was the live collector ${String((given as { readonly name?: unknown }).name)}. Use the collector itself, or register it.`,
    );
  }
  if (!kinds.has(given?.kind)) {
    throw new TypeError(`getOrCreate: ${rule}, but was ${inspectValue(given)}.`);
  }
  return given as CollectorSpec;
}
