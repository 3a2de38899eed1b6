import type { Class } from "../metadata/declaration.js";
import { epoch } from "../model/epoch.js";
import type { Registry } from "../registry/registry.js";

/** Where bound classes get their collectors from: a `Registry`, of whatever copy of the package. */
export interface CollectorSource {
  /** The collector of a spec; see {@link Registry.getOrCreate}. */
  getOrCreate: Registry["getOrCreate"];
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
}

const key = Symbol.for("narthex.bindings");
const shared = globalThis as { [key]?: Bindings };

shared[key] ??= { bound: new WeakMap(), individual: new WeakSet() };
const { bound, individual } = shared[key];

/**
 * Routes a class or an instance to a source of collectors, until the result is called.
 *
 * @returns takes the binding back; says whether the target has no other binding then
 * @internal
 */
export function route(target: object, source: CollectorSource): () => boolean {
  const binding: Binding = { source };
  const bindings = bound.get(target) ?? [];
  bound.set(target, bindings);
  bindings.push(binding);
  if (typeof target !== "function" && typeof target.constructor === "function") individual.add(target.constructor);
  epoch.current++;
  return () => {
    const at = bindings.indexOf(binding);
    if (at >= 0) bindings.splice(at, 1);
    epoch.current++;
    return at >= 0 && bindings.length === 0;
  };
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
