import type { Class } from "../metadata/declaration.js";
import { metadataChain } from "../metadata/store.js";
import type { CollectorOfSpec } from "../model/collectors-by-kind.js";
import { withCode } from "../model/errors/coded-error.js";
import type { AnySpec, CollectorSpec } from "../model/specs.js";
import { defaultRegistry } from "../registry/default-registry.js";
import { inspectValue } from "../validation/errors.js";
import { boundSource, classSource } from "./bindings.js";
import { getOrRegister } from "./get-or-register.js";

/**
 * Returns the collector of a spec in the registry that an instance or a class is bound to: that of the instance, of its
 * class, or the default registry. If the class declares the spec, the defaults of `@Instrumented` apply to it.
 *
 * @param target - an instance or a class, usually `this`
 * @param spec - the result of `counter`, `gauge`, `histogram`, `summary`, `info` or `stateSet`
 * @throws {TypeError} if the target is not an object
 * @throws {Error} if the registry has another metric under the name
 * @example
 * ```ts
 * class Payments {
 *   onFailure() {
 *     boundCollector(this, breaker).set("open");
 *   }
 * }
 * ```
 */
// biome-ignore lint/suspicious/noExplicitAny: a schema here would be taken for that of a spec made in the call
export function boundCollector<S extends AnySpec<string, any>>(target: object, spec: S): CollectorOfSpec<S> {
  const type = typeof target === "function" ? target : target?.constructor;
  if (typeof type !== "function" || Object(target) !== target)
    throw withCode(
      "NARTHEX_INVALID_ARGUMENT",
      new TypeError(`boundCollector: the target must be a class or an instance, but was ${inspectValue(target)}.`),
    );
  const source = boundSource(target) ?? classSource(type as Class) ?? defaultRegistry;
  const declared = spec as unknown as CollectorSpec;
  for (const metadata of metadataChain(type as Class)) {
    if (!metadata.declares(declared)) continue;
    const effective = metadata.specOf(declared) as CollectorSpec;
    return getOrRegister(source, effective, metadata).collector as unknown as CollectorOfSpec<S>;
  }
  return source.getOrCreate(declared) as CollectorOfSpec<S>;
}
