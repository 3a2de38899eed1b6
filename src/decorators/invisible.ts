import { loadedReflectMetadata } from "../metadata/reflect-metadata.js";

/** Functions in sloppy mode have these as their own; they are about the function itself. */
const personal: ReadonlySet<string | symbol> = new Set(["arguments", "caller"]);

/**
 * Makes a wrapper pass for what it wraps: prototype, own properties (among them name and length) and reflect-metadata, where
 * frameworks keep routes and guards.
 *
 * @returns the wrapper
 * @internal
 */
export function invisible<F extends (...args: never[]) => unknown>(original: object, wrapper: F): F {
  Object.setPrototypeOf(wrapper, Object.getPrototypeOf(original));
  for (const key of Reflect.ownKeys(original)) {
    if (personal.has(key)) continue;
    Object.defineProperty(wrapper, key, Object.getOwnPropertyDescriptor(original, key) as PropertyDescriptor);
  }
  const reflect = loadedReflectMetadata();
  for (const key of reflect?.getOwnMetadataKeys(original) ?? []) {
    reflect?.defineMetadata(key, reflect.getOwnMetadata(key, original), wrapper);
  }
  return wrapper;
}
