/**
 * Returns an object that all copies of the package in this process share: the ES module and the CommonJS one, and other
 * versions. The first copy that asks for it creates it.
 *
 * The property of `globalThis` is not enumerable and cannot be replaced. A plain object is sealed, because Jest
 * replaces the properties of objects that it finds on globals by accessors when a test file ends, and a property that
 * is set after that calls its own accessor without end. An instance of a class stays open for spies.
 *
 * @param key - the description of the symbol under which the copies find the object
 * @param create - creates the object
 * @internal
 */
export function processGlobal<T extends object>(key: `narthex.${string}`, create: () => T): T {
  const symbol = Symbol.for(key);
  const existing = (globalThis as { [symbol]?: T })[symbol];
  if (existing !== undefined) return existing;
  const created = create();
  if (Object.getPrototypeOf(created) === Object.prototype) Object.seal(created);
  Object.defineProperty(globalThis, symbol, { value: created });
  return created;
}
