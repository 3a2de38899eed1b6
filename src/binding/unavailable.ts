import { reportOnce } from "../globals/error-listener.js";
import { type ChildOf, collectorBrand, type LiveCollector } from "../model/children.js";
import { countInstrumentationError, countLostUpdate, countUnmeasuredThenable } from "../model/dropped-updates.js";
import type { CollectorSource } from "./collector-source.js";

/**
 * Returns a placeholder for a collector that a registry rejected because its name is taken. Each update of the
 * placeholder fails with the reason and is counted in the registry.
 *
 * @param name - the name of the collector
 * @param kind - the kind of the collector
 * @param source - the registry
 * @param reason - the error that the registry threw
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
    clear() {
      // It has no series.
    },
    [countInstrumentationError](error) {
      source[countLostUpdate]?.(name);
      reportOnce(this, error, { source: name, code: "NARTHEX_LOST_UPDATE" });
    },
    [countUnmeasuredThenable]() {
      // The update as a whole is counted as lost.
    },
  };
}
