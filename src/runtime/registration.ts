import { processGlobal } from "../globals/process-global.js";
import type { Registerer } from "../model/collector.js";
import { dispose } from "../platform/dispose.js";

type InstalledSets = WeakMap<Registerer, Disposable | null>;

/**
 * The set of runtime metrics that each registry has, `null` where it must have none; one map for all copies of the package,
 * since they share the default registry.
 *
 * @internal
 */
export const registrations: InstalledSets = processGlobal("narthex.runtimeMetrics", () => new WeakMap());

/**
 * Refuses what collectors cannot be registered in.
 *
 * @throws TypeError that names the function that was given it
 * @internal
 */
export function requireRegistry(subject: string, given: unknown): void {
  const { register, unregister } = Object(given) as Partial<Registerer>;
  if (typeof register === "function" && typeof unregister === "function") return;
  throw new TypeError(
    `${subject}: takes a registry, but was given ${typeof given === "object" ? "an object" : String(given)}; write for example collectRuntimeMetrics(defaultRegistry).`,
  );
}

/**
 * Takes the runtime metrics out of a registry, and keeps them out of the default one if they are not yet there.
 *
 * @param registry - the registry, often the default one
 * @throws TypeError when it is no registry
 * @example
 * ```ts
 * disableRuntimeMetrics(registry);
 * ```
 */
export function disableRuntimeMetrics(registry: Registerer): void {
  requireRegistry("disableRuntimeMetrics", registry);
  const before = registrations.get(registry);
  registrations.set(registry, null);
  before?.[dispose]();
}
