import { collectorBrand, type LiveCollector } from "../model/children.js";
import type { CollectorSpec } from "../model/specs.js";
import { checkSpec } from "../validation/spec.js";
import type { ClassDefaults } from "./declaration.js";

/**
 * Whether something is a live collector, of whatever copy of the package.
 *
 * @internal
 */
export function isLive(collector: CollectorSpec | LiveCollector): collector is LiveCollector {
  return collectorBrand in collector;
}

/**
 * A spec with the defaults of a class. What the spec says itself stays.
 *
 * @throws TypeError or RangeError when the two do not fit together
 * @internal
 */
export function effectiveSpec(spec: CollectorSpec, defaults: ClassDefaults): CollectorSpec {
  const { namespace, subsystem, constLabels } = defaults;
  if (namespace === undefined && subsystem === undefined && constLabels === undefined) return spec;
  const merged = {
    ...spec,
    ...(namespace !== undefined && spec.namespace === undefined && { namespace }),
    ...(subsystem !== undefined && spec.subsystem === undefined && { subsystem }),
    ...(constLabels !== undefined && { constLabels: { ...constLabels, ...spec.constLabels } }),
  };
  checkSpec(spec.kind, merged);
  return Object.freeze(merged);
}
