import type { Gathered } from "../../model/collector.js";
import type { MetricFamily } from "../../model/families/metric-family.js";
import { dispose } from "../../platform/dispose.js";

/**
 * Returns the same list of families as a disposable one.
 *
 * @param families - the families; the list itself gets the method
 * @param onDispose - called when the caller disposes the list
 * @internal
 */
export function disposableFamilies(families: readonly MetricFamily[], onDispose: () => void): Gathered {
  return Object.defineProperty(families, dispose, { value: onDispose }) as Gathered;
}
