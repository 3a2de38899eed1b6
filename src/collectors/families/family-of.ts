import type { Definition } from "../../metadata/definition.js";
import type { MetricBase } from "../../model/families/metric.js";
import type { MetricFamily } from "../../model/families/metric-family.js";

/**
 * Returns the family of a collector.
 *
 * @param definition - the definition of the collector
 * @param metrics - its series
 * @internal
 */
export function familyOf({ kind, name, help, unit }: Definition, metrics: Iterable<MetricBase>): MetricFamily {
  const type = kind;
  // Written out, since each property after a spread takes half a microsecond.
  const family = unit === undefined ? { name, help, type, metrics } : { name, help, type, unit, metrics };
  return family as MetricFamily;
}
