type Methods = Readonly<Record<string | symbol, (...args: never[]) => unknown>>;

/**
 * Gives an object other methods: itself if it can take them, so that it stays the object that it is, or else one that inherits
 * from it.
 *
 * @internal
 */
export function intercept<T extends object>(target: T, methods: Methods): T {
  const keys = Reflect.ownKeys(methods);
  const isOpen = (key: string | symbol) =>
    Object.getOwnPropertyDescriptor(target, key)?.configurable ?? Object.isExtensible(target);
  const properties = Object.fromEntries(
    keys.map((key) => [key, { value: methods[key as string], writable: true, configurable: true, enumerable: false }]),
  );
  return keys.every(isOpen) ? Object.defineProperties(target, properties) : Object.create(target, properties);
}
