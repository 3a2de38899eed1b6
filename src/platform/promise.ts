import { isPromise } from "node:util/types";

/**
 * Whether a value is a native promise, of whatever realm, that can be replaced by one derived from it: no subclass, and
 * without enumerable properties that somebody gave it. Of symbols, only that of async iterators is looked for: to list them all
 * takes a third of the time of a measured call.
 *
 * @internal
 */
export function isPlainPromise(value: unknown): value is Promise<unknown> {
  if (!isPromise(value)) return false;
  // What is hidden does not count. A loop allocates nothing.
  for (const key in value) if (Object.hasOwn(value, key)) return false;
  if (value[Symbol.asyncIterator as never] !== undefined) return false;
  // A property that was just read tells the engine the shape, and with it the prototype.
  if (value.constructor !== Promise) return isPromisePrototype(Object.getPrototypeOf(value));
  return Object.getPrototypeOf(value) === Promise.prototype;
}

/**
 * Whether a value is a promise that `await` waits for without calling its `then`: a native one, with whatever properties. An
 * instance of a subclass is none, for it may have a `then` of its own.
 *
 * @internal
 */
export function isNativePromise(value: unknown): value is Promise<unknown> {
  return isPromise(value) && (value.constructor === Promise || isPromisePrototype(Object.getPrototypeOf(value)));
}

/** What Node.js keeps on every promise that is made while AsyncLocalStorage or asynchronous hooks are in use. */
const everywhere = new Set<symbol>();

/** The enumerable symbols that somebody gave a promise. */
function givenSymbols(promise: object): readonly symbol[] {
  const symbols = Object.getOwnPropertySymbols(promise);
  return symbols.length === 0 ? symbols : symbols.filter((symbol) => isGiven(promise, symbol));
}

function isGiven(promise: object, symbol: symbol): boolean {
  if (everywhere.has(symbol) || !Object.prototype.propertyIsEnumerable.call(promise, symbol)) return false;
  if (!Object.hasOwn(Promise.resolve(), symbol)) return true;
  everywhere.add(symbol);
  return false;
}

/** In other realms, too, `Promise.prototype` inherits from nothing but `Object.prototype`. */
function isPromisePrototype(prototype: object | null): boolean {
  const base = prototype && Object.getPrototypeOf(prototype);
  return base !== null && Object.getPrototypeOf(base) === null;
}

/**
 * Whether a value may be a promise, native or of another library. No getter is fired. A proxy may give a `then` that it does not
 * say it has.
 *
 * @internal
 */
export function hasThen(value: unknown): value is object {
  if ((typeof value !== "object" || value === null) && typeof value !== "function") return false;
  try {
    return "then" in value || (value as { then?: unknown }).then !== undefined;
  } catch {
    // A proxy that was revoked, or that throws.
    return false;
  }
}

/**
 * Whether a value is a promise of another library, or of a class of its own, which may begin to work when its `then` is called. It
 * is looked at without firing a getter.
 *
 * @internal
 */
export function isForeignThenable(value: unknown): value is object {
  if (!hasThen(value) || isNativePromise(value)) return false;
  try {
    let owner: object | null = value;
    while (owner !== null && !Object.hasOwn(owner, "then")) owner = Object.getPrototypeOf(owner);
    // Nobody has it: only a proxy can give it.
    if (owner === null) return typeof (value as { then?: unknown }).then === "function";
    return typeof Object.getOwnPropertyDescriptor(owner, "then")?.value === "function";
  } catch {
    return false;
  }
}

/**
 * How to name a thenable in a message.
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
 * Goes on when a native promise settles.
 *
 * A promise is replaced by the one derived from it, so that a rejection which nobody handles stays one. The derived promise gets
 * the properties of the first one. A promise with methods of its own stays the object that it is, since the methods may
 * use it: code that calls them handles the promise without touching a derived one.
 *
 * @param promise - one for which `isNativePromise` holds
 * @param onValue - gives the value of the derived promise
 * @param onError - called with the reason of a rejection; the rejection is passed on
 * @returns the promise to give to the caller
 * @internal
 */
export function whenSettled<T>(
  promise: Promise<T>,
  onValue: (value: T) => unknown,
  onError: (error: unknown) => void,
): Promise<unknown> {
  const own = [...Object.getOwnPropertyNames(promise), ...givenSymbols(promise)].map((key) => propertyOf(promise, key));
  if (!isPromisePrototype(Object.getPrototypeOf(promise)) || own.some(([, property]) => isMethod(property))) {
    // What `await` calls, whatever the promise has in its place.
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
