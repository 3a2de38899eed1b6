import { processGlobal } from "../globals/process-global.js";
import type { Registerer } from "../model/collector.js";
import { dispose } from "../platform/dispose.js";
import { throwInvalid } from "../validation/errors.js";

type Registrations = WeakMap<Registerer, Disposable | null>;

/**
 * The set of runtime metrics of each registry, or `null` if they are disabled for it. All copies of the package in the
 * process share this map, because they share the default registry.
 *
 * @internal
 */
export const registrations: Registrations = processGlobal("narthex.runtimeMetrics", () => new WeakMap());

/**
 * Checks that a value is a registry.
 *
 * @param subject - the function that received the value, for the message
 * @throws {TypeError} if collectors cannot be registered in the value
 * @internal
 */
export function requireRegistry(subject: string, given: unknown): void {
  const { register, unregister } = Object(given) as Partial<Registerer>;
  if (typeof register === "function" && typeof unregister === "function") return;
  const rule = "must be a registry, with the methods register and unregister";
  throwInvalid(
    "NARTHEX_INVALID_ARGUMENT",
    subject,
    "registry",
    given,
    rule,
    "other",
    "For example, pass defaultRegistry.",
  );
}

/**
 * Removes the runtime metrics from a registry. If the default registry does not have them yet, it does not register
 * them automatically.
 *
 * @param registry - the registry to remove the metrics from
 * @throws {TypeError} if `registry` is not a registry
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
