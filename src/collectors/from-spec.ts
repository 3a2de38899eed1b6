import { collectorBrand, type LiveCollector } from "../model/children.js";
import type { Collector } from "../model/collector.js";
import type { CollectorSpec } from "../model/specs.js";
import type { AnySpec } from "../registry/registry.js";
import { inspectValue } from "../validation/errors.js";
import { Counter } from "./counter.js";
import { Gauge } from "./gauge.js";
import { Histogram } from "./histogram.js";
import { Summary } from "./summary.js";

/**
 * Makes a live collector of a spec, registered nowhere.
 *
 * @throws TypeError when the spec is of no kind that there is
 * @internal
 */
export function fromSpec(given: AnySpec): Collector & LiveCollector {
  if (given !== null && typeof given === "object" && collectorBrand in given) {
    throw new TypeError(
      `getOrCreate: takes a spec, but ${String((given as { readonly name?: unknown }).name)} is a live collector already; use it, or register it.`,
    );
  }
  const spec = given as CollectorSpec;
  switch (spec?.kind) {
    case "counter":
      return new Counter({ ...spec, registry: null });
    case "gauge":
      return new Gauge({ ...spec, registry: null });
    case "histogram":
      return new Histogram({ ...spec, registry: null });
    case "summary":
      return new Summary({ ...spec, registry: null });
    default:
      throw new TypeError(
        `A spec is made by counter(), gauge(), histogram() or summary(), but was ${inspectValue(given)}.`,
      );
  }
}
