import { isProxy } from "node:util/types";

type Methods = Readonly<Record<string | symbol, (...args: never[]) => unknown>>;
type OwnProperties = readonly (readonly [key: string | symbol, property: PropertyDescriptor | undefined])[];

/**
 * Overrides methods of an object: on the object itself if possible, so that its identity stays, otherwise on an object
 * that inherits from it. An instance of a class is never inherited from, because the new object could not read its
 * private fields. A proxy that ignores the properties defined on it is not changed.
 *
 * @returns the object with the methods; `undefined` if they cannot be overridden
 * @internal
 */
export function overrideMethods<T extends object>(target: T, methods: Methods): T | undefined {
  const keys = Reflect.ownKeys(methods);
  const own = (key: string | symbol) => Object.getOwnPropertyDescriptor(target, key);
  const property = (key: string | symbol): PropertyDescriptor => ({
    value: methods[key as string],
    writable: true,
    configurable: true,
    // Keeps the list of enumerable properties the same.
    enumerable: own(key)?.enumerable ?? false,
  });
  if (isProxy(target) && !keys.every((key) => isReadFrom(target, key))) return undefined;
  const properties = Object.fromEntries(keys.map((key) => [key, property(key)]));
  if (keys.every((key) => own(key)?.configurable ?? Object.isExtensible(target)))
    return Object.defineProperties(target, properties);
  return isLiteral(target) ? Object.create(target, properties) : undefined;
}

/**
 * Restores the properties that an object had before {@link overrideMethods}.
 *
 * @param former - the result of {@link ownProperties} at that time
 * @internal
 */
export function restore(target: object, former: OwnProperties): void {
  for (const [key, descriptor] of former) {
    if (descriptor === undefined) Reflect.deleteProperty(target, key);
    else Object.defineProperty(target, key, descriptor);
  }
}

/**
 * Returns the own properties of an object for the given keys.
 *
 * @internal
 */
export function ownProperties(target: object, keys: readonly (string | symbol)[]): OwnProperties {
  return keys.map((key) => [key, Object.getOwnPropertyDescriptor(target, key)]);
}

/** Whether reading a property of a proxy reads the property that was defined on it. */
function isReadFrom(proxy: object, key: string | symbol): boolean {
  const former = ownProperties(proxy, [key]);
  let isRead = false;
  const get = () => {
    isRead = true;
    return () => {};
  };
  try {
    if (!Reflect.defineProperty(proxy, key, { get, configurable: true })) return false;
    Reflect.get(proxy, key);
  } catch {
    // A trap of the proxy throws.
  }
  restore(proxy, former);
  return isRead;
}

function isLiteral(target: object): boolean {
  const prototype = Object.getPrototypeOf(target);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}
