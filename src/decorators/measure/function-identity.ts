import { loadedReflectMetadata } from "../../metadata/reflect-metadata.js";
import type { AnyFunction } from "../instrumentation/dialect.js";
import { promisified } from "./promisified.js";

/**
 * The symbol `util.promisify.custom`. Its module is not imported, because that takes half a millisecond.
 *
 * @internal
 */
export const promisifyCustom = Symbol.for("nodejs.util.promisify.custom");

/** Own properties that every function in sloppy mode has. They describe the function itself and are not copied. */
const ownToEachFunction: ReadonlySet<string | symbol> = new Set(["arguments", "caller"]);

/**
 * Makes a wrapper look like the function that it wraps: copies the prototype, the own properties (including name and
 * length) and the reflect-metadata, where frameworks store routes and guards. A property that refers to the original
 * refers to the wrapper.
 *
 * @param original - the wrapped function
 * @param wrapper - the wrapper
 * @param wrap - wraps the function that `util.promisify` returns for the original
 * @returns the wrapper
 * @internal
 */
export function copyFunctionIdentity<F extends (...args: never[]) => unknown>(
  original: object,
  wrapper: F,
  wrap?: (fn: AnyFunction) => AnyFunction,
): F {
  const prototype: unknown = Object.getPrototypeOf(original);
  if (Object.getPrototypeOf(wrapper) !== prototype) Object.setPrototypeOf(wrapper, prototype as object | null);
  for (const key of Reflect.ownKeys(original)) {
    if (ownToEachFunction.has(key)) continue;
    const property = Object.getOwnPropertyDescriptor(original, key) as PropertyDescriptor;
    if (property.value === original) property.value = wrapper;
    const isPromisified = key === promisifyCustom && wrap !== undefined && property.value !== wrapper;
    Object.defineProperty(wrapper, key, isPromisified ? promisified(property, wrap) : property);
  }
  const reflect = loadedReflectMetadata();
  if (reflect === undefined) return wrapper;
  for (const key of reflect.getOwnMetadataKeys(original)) {
    reflect.defineMetadata(key, reflect.getOwnMetadata(key, original), wrapper);
  }
  return wrapper;
}
