import type { Class, Declaration } from "../metadata/declaration.js";
import { isLive } from "../metadata/effective-spec.js";
import { type ClassMetadata, declarationsOf, metadataChain } from "../metadata/store.js";
import { dispose } from "../platform/dispose.js";
import { inspectValue } from "../validation/errors.js";
import { addBinding, type CollectorSource } from "./bindings.js";
import { claimClassLabels } from "./class-labels.js";
import { getOrRegister } from "./get-or-register.js";
import { enqueueLazyBinding, pin, revokeLazyBinding } from "./lazy-binding.js";

/**
 * Routes what the decorators of a class or of one instance measure to a registry, and creates the declared collectors there
 * at once. An instance goes before its class, a class before its bases, the last `bind` of the same target before earlier
 * ones. A call that is under way ends in the binding under which it ends; only a gauge of calls in progress is counted down
 * where it was counted up.
 *
 * @param target - a decorated class or an instance of one
 * @param registry - a `Registry`
 * @returns takes the binding back when it is disposed; what was counted stays in the registry
 * @throws TypeError when an argument is of the wrong type; Error when the registry has another metric under one of the names
 * @example
 * ```ts
 * test("payments are counted", async () => {
 *   const registry = new Registry();
 *   using _ = bind(Checkout, registry);
 *   await new Checkout().pay(order);
 * });
 * ```
 */
export function bind(target: object, registry: CollectorSource): Disposable {
  const type = typeof target === "function" ? (target as Class) : (target?.constructor as Class | undefined);
  if ((typeof target !== "object" && typeof target !== "function") || typeof type !== "function") {
    throw new TypeError(`bind: takes a class or an instance of one, but was given ${inspectValue(target)}.`);
  }
  if (typeof registry?.getOrCreate !== "function") {
    throw new TypeError(`bind: ${type.name} can be bound to a Registry, but was given ${inspectValue(registry)}.`);
  }
  const isClass = target === type;
  const metadataOf = new Map([...metadataChain(type)].map((metadata) => [metadata.type, metadata]));
  const refusals: unknown[] = [];
  for (const declaration of declarationsOf(type)) {
    const metadata = metadataOf.get(declaration.declaredBy) as ClassMetadata;
    if (!isClass && declaration.static) continue;
    try {
      create(declaration, metadata, registry);
    } catch (error) {
      // The others are asked for, too: a newer definition of theirs may have to wait for other classes.
      refusals.push(error);
    }
  }
  if (refusals.length > 0) throw refusals[0];
  for (const metadata of metadataChain(type)) claimClassLabels(metadata, registry);
  const unbind = addBinding(target, registry);
  const own = isClass ? [...metadataChain(type)].filter((metadata) => metadata.type === type) : [];
  own.forEach(revokeLazyBinding);
  return {
    [dispose]: () => {
      if (unbind()) own.forEach(enqueueLazyBinding);
    },
  };
}

/**
 * Binds several classes and instances, all or none.
 *
 * @param targets - decorated classes, or instances of them
 * @param registry - a `Registry`
 * @returns takes all the bindings back when it is disposed
 * @throws what {@link bind} throws
 * @example
 * ```ts
 * using _ = bindAll([Checkout, Refunds, Stock], registry);
 * ```
 */
export function bindAll(targets: Iterable<object>, registry: CollectorSource): Disposable {
  if (typeof targets?.[Symbol.iterator] !== "function") {
    throw new TypeError(`bindAll: takes a list of classes and instances, but was given ${inspectValue(targets)}.`);
  }
  const bindings: Disposable[] = [];
  const unbindAll = () => {
    for (const binding of bindings) binding[dispose]();
  };
  try {
    for (const target of targets) bindings.push(bind(target, registry));
  } catch (error) {
    unbindAll();
    throw error;
  }
  return { [dispose]: unbindAll };
}

function create({ spec, labels }: Declaration, metadata: ClassMetadata, registry: CollectorSource): void {
  const collector = isLive(spec) ? spec : getOrRegister(registry, spec, metadata).collector;
  if (labels !== undefined) collector.labels(labels as never);
  pin(collector);
}
