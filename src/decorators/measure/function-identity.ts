import { promisify } from "node:util";
import { loadedReflectMetadata } from "../../metadata/reflect-metadata.js";
import type { AnyFunction } from "../instrumentation/dialect.js";
import { promisified } from "./promisified.js";

/** Functions in sloppy mode have these as their own; they are about the function itself. */
const ownToEachFunction: ReadonlySet<string | symbol> = new Set(["arguments", "caller"]);

/**
 * Makes a wrapper pass for what it wraps: prototype, own properties (among them name and length) and reflect-metadata, where
 * frameworks keep routes and guards. A property that is the original itself is the wrapper itself.
 *
 * @param original - what is wrapped
 * @param wrapper - what wraps it
 * @param wrap - wraps what `util.promisify` gives for the original
 * @returns the wrapper
 * @internal
 */
export function copyFunctionIdentity<F extends (...args: never[]) => unknown>(
  original: object,
  wrapper: F,
  wrap?: (fn: AnyFunction) => AnyFunction,
): F {
  Object.setPrototypeOf(wrapper, Object.getPrototypeOf(original));
  for (const key of Reflect.ownKeys(original)) {
    if (ownToEachFunction.has(key)) continue;
    const property = Object.getOwnPropertyDescriptor(original, key) as PropertyDescriptor;
    if (property.value === original) property.value = wrapper;
    const isPromisified = key === promisify.custom && wrap !== undefined && property.value !== wrapper;
    Object.defineProperty(wrapper, key, isPromisified ? promisified(property, wrap) : property);
  }
  const reflect = loadedReflectMetadata();
  for (const key of reflect?.getOwnMetadataKeys(original) ?? []) {
    reflect?.defineMetadata(key, reflect.getOwnMetadata(key, original), wrapper);
  }
  return wrapper;
}
