import { reportOnce } from "../globals/error-listener.js";
import { type ChildOf, collectorBrand, type LiveCollector } from "../model/children.js";
import type { CollectorSource } from "./bindings.js";

/**
 * Stands in for a collector that a registry refused to make, because its name is taken there: each update fails with the
 * reason, and is counted where the collector would have been.
 *
 * @param name - the name of what was asked for
 * @param kind - its kind
 * @param source - who refused
 * @param reason - why
 * @internal
 */
export function unavailableCollector(
  name: string,
  kind: keyof ChildOf,
  source: CollectorSource,
  reason: unknown,
): LiveCollector {
  return {
    [collectorBrand]: true,
    kind,
    name,
    labelNames: [],
    labels(): never {
      throw reason;
    },
    countInstrumentationError(error) {
      source.countInstrumentationError?.(name);
      reportOnce(this, error, { source: name, cause: "instrumentation" });
    },
    countUnmeasuredThenable() {
      // The whole update is counted as lost.
    },
  };
}
