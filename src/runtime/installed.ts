import type { Registerer } from "../model/collector.js";

type InstalledSets = WeakMap<Registerer, Disposable | null>;

const key = Symbol.for("narthex.runtimeMetrics");
const shared = globalThis as { [key]?: InstalledSets };
shared[key] ??= new WeakMap();

/**
 * The set of runtime metrics that each registry has, `null` where it must have none; one map for all copies of the package,
 * since they share the default registry.
 *
 * @internal
 */
export const installed: InstalledSets = shared[key];

/**
 * Takes the runtime metrics out of a registry, and keeps them out of the default one if they are not yet there.
 *
 * @param registry - the registry, often the default one
 * @example
 * ```ts
 * disableRuntimeMetrics(registry);
 * ```
 */
export function disableRuntimeMetrics(registry: Registerer): void {
  const before = installed.get(registry);
  installed.set(registry, null);
  before?.[Symbol.dispose]();
}
