import { collectorBrand, type LiveCollector } from "../model/children.js";
import type { CollectorSpec } from "../model/specs.js";
import type { ClassDefaults } from "./declaration.js";
import { checkedSpec } from "./definition.js";

/**
 * Whether a collector is a live one, from any copy of the package.
 *
 * @internal
 */
export function isLive(collector: CollectorSpec | LiveCollector): collector is LiveCollector {
  return collectorBrand in collector;
}

/**
 * Returns a spec with the defaults of a class. Options of the spec take precedence.
 *
 * @throws {TypeError | RangeError} if the result is invalid
 * @internal
 */
export function effectiveSpec(spec: CollectorSpec, defaults: ClassDefaults): CollectorSpec {
  const { namespace, subsystem, constLabels } = defaults;
  if (namespace === undefined && subsystem === undefined && constLabels === undefined) return spec;
  return checkedSpec(spec.kind, {
    ...spec,
    ...(namespace !== undefined && spec.namespace === undefined && { namespace }),
    ...(subsystem !== undefined && spec.subsystem === undefined && { subsystem }),
    ...(constLabels !== undefined && { constLabels: { ...constLabels, ...spec.constLabels } }),
  });
}
