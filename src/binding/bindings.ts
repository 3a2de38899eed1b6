import { cacheEpoch } from "../globals/cache-epoch.js";
import { processGlobal } from "../globals/process-global.js";
import type { Class } from "../metadata/declaration.js";
import type { CollectorSource } from "./collector-source.js";

/** One call of `bind`. */
interface Binding {
  readonly source: CollectorSource;
}

interface Bindings {
  /** Bindings of each class and instance. The last one is in effect. */
  readonly bound: WeakMap<object, Binding[]>;
  /** Classes of which an instance was ever bound. For these the class alone does not determine the source. */
  readonly individual: WeakSet<object>;
  /** Number of bindings to each source. */
  readonly counts: WeakMap<CollectorSource, number>;
  /** Number of all bindings. */
  total: number;
}

const bindings = processGlobal(
  "narthex.bindings",
  (): Bindings => ({ bound: new WeakMap(), individual: new WeakSet(), counts: new WeakMap(), total: 0 }),
);
const { bound, individual, counts } = bindings;

/**
 * Binds a class or an instance to a source of collectors.
 *
 * @returns a function that removes the binding
 * @internal
 */
export function addBinding(target: object, source: CollectorSource): () => void {
  const binding: Binding = { source };
  const own = bound.get(target) ?? [];
  bound.set(target, own);
  own.push(binding);
  if (typeof target !== "function") individual.add(target.constructor);
  count(source, 1);
  return () => {
    const at = own.indexOf(binding);
    if (at < 0) return;
    own.splice(at, 1);
    count(source, -1);
  };
}

function count(source: CollectorSource, change: 1 | -1): void {
  counts.set(source, (counts.get(source) ?? 0) + change);
  bindings.total += change;
  cacheEpoch.current++;
}

/**
 * Returns the source that an instance or a class is bound to itself.
 *
 * @internal
 */
export function boundSource(target: object): CollectorSource | undefined {
  return bound.get(target)?.at(-1)?.source;
}

/**
 * Returns the source that a class is bound to, or otherwise the source of its nearest bound base class; `undefined`
 * without a class.
 *
 * @internal
 */
export function classSource(type: Class | undefined): CollectorSource | undefined {
  for (let next: unknown = type; typeof next === "function"; next = Object.getPrototypeOf(next)) {
    const source = boundSource(next);
    if (source !== undefined) return source;
  }
  return undefined;
}

/**
 * Whether instances of a class may be bound to another source than the class.
 *
 * @internal
 */
export function isBoundIndividually(type: object): boolean {
  return individual.has(type);
}

/**
 * Whether every binding is to this source, so that the receiver of a method does not matter.
 *
 * @internal
 */
export function isOnlySource(source: CollectorSource): boolean {
  return (counts.get(source) ?? 0) === bindings.total;
}
