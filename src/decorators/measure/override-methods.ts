import { isProxy } from "node:util/types";

type Methods = Readonly<Record<string | symbol, (...args: never[]) => unknown>>;
type OwnProperties = readonly (readonly [key: string | symbol, property: PropertyDescriptor | undefined])[];

/**
 * Gives an object other methods: itself if it can take them, so that it stays the object that it is, or else one that inherits
 * from it. What inherits from an instance of a class could not read its private fields, so that is left alone, as is a proxy that
 * does not use what it was given.
 *
 * @returns the object with the methods; `undefined` when it cannot have them
 * @internal
 */
export function overrideMethods<T extends object>(target: T, methods: Methods): T | undefined {
  const keys = Reflect.ownKeys(methods);
  const own = (key: string | symbol) => Object.getOwnPropertyDescriptor(target, key);
  const property = (key: string | symbol): PropertyDescriptor => ({
    value: methods[key as string],
    writable: true,
    configurable: true,
    // Code that lists the properties finds the same ones as before.
    enumerable: own(key)?.enumerable ?? false,
  });
  if (isProxy(target) && !keys.every((key) => isReadFrom(target, key))) return undefined;
  const properties = Object.fromEntries(keys.map((key) => [key, property(key)]));
  if (keys.every((key) => own(key)?.configurable ?? Object.isExtensible(target)))
    return Object.defineProperties(target, properties);
  return isLiteral(target) ? Object.create(target, properties) : undefined;
}

/**
 * Takes off what {@link overrideMethods} gave an object, so that it is as before.
 *
 * @param former - what {@link ownProperties} told before
 * @internal
 */
export function restore(target: object, former: OwnProperties): void {
  for (const [key, descriptor] of former) {
    if (descriptor === undefined) Reflect.deleteProperty(target, key);
    else Object.defineProperty(target, key, descriptor);
  }
}

/**
 * The own properties of an object under some keys.
 *
 * @internal
 */
export function ownProperties(target: object, keys: readonly (string | symbol)[]): OwnProperties {
  return keys.map((key) => [key, Object.getOwnPropertyDescriptor(target, key)]);
}

/** Whether a proxy, asked for a property, looks at the one that was defined on it. It may give something made of that. */
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
    isRead = false;
  }
  restore(proxy, former);
  return isRead;
}

function isLiteral(target: object): boolean {
  const prototype = Object.getPrototypeOf(target);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}
