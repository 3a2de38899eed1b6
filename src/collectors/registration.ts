import type { Collector, Registerer } from "../model/collector.js";
import { defaultRegistry } from "../registry/default-registry.js";

/** What a live collector takes beside its spec. */
export interface LiveOptions {
  /** Where the collector is registered (default: the default registry); `null` for nowhere. */
  readonly registry?: Registerer | null | undefined;
  /**
   * Whether `new` gives the collector that the registry has under the same definition, if there is one (default: no, a second
   * one is refused). For modules that are evaluated again, by hot reload or by a test runner that resets modules.
   */
  readonly reuse?: boolean | undefined;
}

/**
 * Registers a collector.
 *
 * @returns the collector to use: this one, or the one that is reused
 * @throws Error when the registry refuses it
 * @internal
 */
export function registered<C extends Collector & { readonly name: string }>(
  made: C,
  { registry = defaultRegistry, reuse = false }: LiveOptions,
): C {
  if (!reuse) {
    registry?.register(made);
    return made;
  }
  const used = registry?.register(made, { reuse }) ?? made;
  const missing = methodsOf(made).find((method) => !(method in used));
  if (missing !== undefined) refuseReuse(made.name, `has no method ${String(missing)} there and one here`);
  return used;
}

/**
 * Refuses to give the collector that is registered.
 *
 * @param difference - what differs there and here
 * @internal
 */
export function refuseReuse(metric: string, difference: string): never {
  throw new Error(
    `${metric}: cannot be reused, since the metric ${difference}; use another name, or give both the same definition.`,
  );
}

/** Those of the class and its bases. What is reused may be of another class, but it must do what this one does. */
function methodsOf(object: object): (string | symbol)[] {
  const prototype: object | null = Object.getPrototypeOf(object);
  return prototype === null ? [] : [...Reflect.ownKeys(prototype), ...methodsOf(prototype)];
}
