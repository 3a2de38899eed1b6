import { cacheEpoch } from "../globals/cache-epoch.js";
import { processGlobal } from "../globals/process-global.js";
import type { Class } from "../metadata/declaration.js";
import type { Registry } from "../registry/registry.js";

/** Where bound classes get their collectors from: a `Registry`, of whatever copy of the package. */
export interface CollectorSource {
  /** The collector of a spec; see {@link Registry.getOrCreate}. */
  getOrCreate: Registry["getOrCreate"];
  /** Adds a collector, or gives the one that is there; tells what classes made from what the program made. */
  register?: Registry["register"] | undefined;
  /** Takes out what a newer definition replaces in development; see {@link Registry.unregister}. */
  unregister?: Registry["unregister"] | undefined;
  /** Counts an update that was lost because the collector was refused. */
  countInstrumentationError?(metric: string): void;
}

/** One call of `bind`. */
interface Binding {
  readonly source: CollectorSource;
}

interface Bindings {
  /** Of classes and instances, the one that counts last. */
  readonly bound: WeakMap<object, Binding[]>;
  /** Classes of which an instance was bound at some time: the class alone no longer says where a call goes. */
  readonly individual: WeakSet<object>;
  /** How many bindings lead to a source. */
  readonly counts: WeakMap<CollectorSource, number>;
  /** How many bindings there are. */
  total: number;
}

const bindings = processGlobal(
  "narthex.bindings",
  (): Bindings => ({ bound: new WeakMap(), individual: new WeakSet(), counts: new WeakMap(), total: 0 }),
);
const { bound, individual, counts } = bindings;

/**
 * Routes a class or an instance to a source of collectors, until the result is called.
 *
 * @returns takes the binding back; says whether the target has no other binding then
 * @internal
 */
export function addBinding(target: object, source: CollectorSource): () => boolean {
  const binding: Binding = { source };
  const own = bound.get(target) ?? [];
  bound.set(target, own);
  own.push(binding);
  if (typeof target !== "function" && typeof target.constructor === "function") individual.add(target.constructor);
  count(source, 1);
  return () => {
    const at = own.indexOf(binding);
    if (at < 0) return false;
    own.splice(at, 1);
    count(source, -1);
    return own.length === 0;
  };
}

function count(source: CollectorSource, change: 1 | -1): void {
  counts.set(source, (counts.get(source) ?? 0) + change);
  bindings.total += change;
  cacheEpoch.current++;
}

/**
 * Where an instance or class is bound itself.
 *
 * @internal
 */
export function boundSource(target: object): CollectorSource | undefined {
  return bound.get(target)?.at(-1)?.source;
}

/**
 * Where a class is bound, or else the nearest of its bases.
 *
 * @internal
 */
export function classSource(type: Class): CollectorSource | undefined {
  for (let next: unknown = type; typeof next === "function"; next = Object.getPrototypeOf(next)) {
    const source = boundSource(next);
    if (source !== undefined) return source;
  }
  return undefined;
}

/**
 * Whether instances of a class may be bound elsewhere than the class.
 *
 * @internal
 */
export function isBoundIndividually(type: object): boolean {
  return individual.has(type);
}

/**
 * Whether no binding leads elsewhere than to this source, so that it makes no difference on what a method is called.
 *
 * @internal
 */
export function isOnlySource(source: CollectorSource): boolean {
  return (counts.get(source) ?? 0) === bindings.total;
}
