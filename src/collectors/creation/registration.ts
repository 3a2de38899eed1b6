import type { Collector, Registerer } from "../../model/collector.js";
import { withCode } from "../../model/errors/coded-error.js";
import { defaultRegistry } from "../../registry/default-registry.js";

/** Options that all collectors have in addition to those of a spec. */
export interface LiveOptions {
  /** The registry to register the collector in (default: the default registry), or `null` for none. */
  readonly registry?: Registerer | null | undefined;
  /**
   * Whether `new` returns the existing collector if the registry has one with the same definition (default: `false`, a
   * second one is an error). Use it in modules that are evaluated repeatedly, by hot reload or by a test runner that
   * resets modules.
   */
  readonly reuse?: boolean | undefined;
}

/**
 * Registers a collector.
 *
 * @returns the collector to use: this one, or the existing one that is reused
 * @throws {Error} if the registry rejects it
 * @internal
 */
export function registered<C extends Collector & { readonly name: string }>(
  collector: C,
  { registry = defaultRegistry, reuse = false }: LiveOptions,
): C {
  if (!reuse) {
    registry?.register(collector);
    return collector;
  }
  const used = registry?.register(collector, { reuse }) ?? collector;
  const missing = methodsOf(collector).find((method) => !(method in used));
  if (missing !== undefined) rejectReuse(collector.name, `the existing one has no method ${String(missing)}`);
  return used;
}

/**
 * Throws the error for a collector that cannot be reused.
 *
 * @param difference - the difference between the existing collector and the new one
 * @internal
 */
export function rejectReuse(metric: string, difference: string): never {
  throw withCode(
    "NARTHEX_DIFFERENT_DEFINITION",
    new Error(
      `${metric}: cannot reuse the existing collector, because ${difference}. Use another name, or give both the same definition.`,
    ),
  );
}

/**
 * Returns the methods of the class and its bases. A reused collector may be of another class, but must have them all.
 */
function methodsOf(object: object): (string | symbol)[] {
  const prototype: object | null = Object.getPrototypeOf(object);
  return prototype === null ? [] : [...Reflect.ownKeys(prototype), ...methodsOf(prototype)];
}
