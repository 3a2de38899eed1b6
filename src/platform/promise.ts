import { isPromise } from "node:util/types";

/**
 * Whether a value is a native promise of any realm that can be replaced by one derived from it: not an instance of a
 * subclass, and without enumerable properties of its own. Of the symbols, only that of async iterators is checked:
 * listing them all takes a third of the time of a measured call.
 *
 * @internal
 */
export function isPlainPromise(value: unknown): value is Promise<unknown> {
  if (!isPromise(value)) return false;
  // Non-enumerable properties are ignored. Unlike a list of keys, a loop allocates nothing.
  for (const key in value) if (Object.hasOwn(value, key)) return false;
  if (value[Symbol.asyncIterator as never] !== undefined) return false;
  // The property read above has checked the hidden class, and with it the prototype, so that this read is free.
  if (value.constructor !== Promise) return isPromisePrototype(Object.getPrototypeOf(value));
  return Object.getPrototypeOf(value) === Promise.prototype;
}

/**
 * Whether a value is a promise that `await` waits for without calling its `then`: a native one, with any properties. An
 * instance of a subclass does not count, since it may have a `then` of its own.
 *
 * @internal
 */
export function isNativePromise(value: unknown): value is Promise<unknown> {
  return isPromise(value) && (value.constructor === Promise || isPromisePrototype(Object.getPrototypeOf(value)));
}

/** The symbols that Node.js adds to every promise while AsyncLocalStorage or asynchronous hooks are in use. */
const symbolsOfNode = new Set<symbol>();

/** Returns the enumerable symbols of a promise that Node.js did not add. */
function addedSymbols(promise: object): readonly symbol[] {
  const symbols = Object.getOwnPropertySymbols(promise);
  return symbols.length === 0 ? symbols : symbols.filter((symbol) => isAdded(promise, symbol));
}

function isAdded(promise: object, symbol: symbol): boolean {
  if (symbolsOfNode.has(symbol) || !Object.prototype.propertyIsEnumerable.call(promise, symbol)) return false;
  if (!Object.hasOwn(Promise.resolve(), symbol)) return true;
  symbolsOfNode.add(symbol);
  return false;
}

/** Whether an object is `Promise.prototype` of any realm: it inherits only from `Object.prototype`. */
function isPromisePrototype(prototype: object | null): boolean {
  const base = prototype && Object.getPrototypeOf(prototype);
  return base !== null && Object.getPrototypeOf(base) === null;
}

/**
 * Whether a value may be a promise, native or of another library. Calls no getter. A proxy may return a `then` that it
 * does not report as a property.
 *
 * @internal
 */
export function hasThen(value: unknown): value is object {
  if ((typeof value !== "object" || value === null) && typeof value !== "function") return false;
  try {
    return "then" in value || (value as { then?: unknown }).then !== undefined;
  } catch {
    // A proxy that is revoked or throws.
    return false;
  }
}

/**
 * Whether a value is a promise of another library or of a subclass, which may start its work when its `then` is called.
 * Calls no getter.
 *
 * @internal
 */
export function isForeignThenable(value: unknown): value is object {
  if (!hasThen(value) || isNativePromise(value)) return false;
  try {
    let owner: object | null = value;
    while (owner !== null && !Object.hasOwn(owner, "then")) owner = Object.getPrototypeOf(owner);
    // No object has the property, so only a proxy can return it.
    if (owner === null) return typeof (value as { then?: unknown }).then === "function";
    return typeof Object.getOwnPropertyDescriptor(owner, "then")?.value === "function";
  } catch {
    return false;
  }
}

/**
 * Returns the name of a thenable for a message.
 *
 * @internal
 */
export function thenableName(value: object): string {
  try {
    const { name } = Object.getPrototypeOf(value).constructor;
    return typeof name === "string" && name !== "" && name !== "Object" ? `a thenable (${name})` : "a thenable";
  } catch {
    return "a thenable";
  }
}

/**
 * Calls a function when a native promise settles.
 *
 * Returns a promise derived from it, so that an unhandled rejection remains unhandled. The derived promise gets the
 * properties of the original one. A promise with methods of its own is returned itself, since the methods may use it:
 * code that calls them handles the original promise, not a derived one.
 *
 * @param promise - a promise for which `isNativePromise` returns `true`
 * @param onValue - returns the value of the derived promise
 * @param onError - receives the reason of a rejection, which is passed on
 * @returns the promise to return to the caller
 * @internal
 */
export function whenSettled<T>(
  promise: Promise<T>,
  onValue: (value: T) => unknown,
  onError: (error: unknown) => void,
): Promise<unknown> {
  const own = [...Object.getOwnPropertyNames(promise), ...addedSymbols(promise)].map((key) => propertyOf(promise, key));
  if (!isPromisePrototype(Object.getPrototypeOf(promise)) || own.some(([, property]) => isMethod(property))) {
    // The method that `await` uses, even if the promise has a `then` of its own.
    Promise.prototype.then.call(promise, onValue as never, onError);
    return promise;
  }
  const derived = Promise.prototype.then.call(promise, onValue as never, (error) => {
    onError(error);
    throw error;
  });
  for (const [key, property] of own) Reflect.defineProperty(derived, key, property);
  return derived;
}

function propertyOf(
  target: object,
  key: string | symbol,
): readonly [key: string | symbol, property: PropertyDescriptor] {
  return [key, Object.getOwnPropertyDescriptor(target, key) as PropertyDescriptor];
}

function isMethod({ value, get }: PropertyDescriptor): boolean {
  return get !== undefined || typeof value === "function";
}
