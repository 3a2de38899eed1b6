/** What reflect-metadata adds to `Reflect`, in the programs that load it. */
interface ReflectMetadata {
  getOwnMetadataKeys(target: object): unknown[];
  getOwnMetadata(key: unknown, target: object): unknown;
  defineMetadata(key: unknown, value: unknown, target: object): void;
}

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
  if ("defineMetadata" in Reflect) copyMetadata(Reflect as typeof Reflect & ReflectMetadata, original, wrapper);
  return wrapper;
}

function copyMetadata(metadata: ReflectMetadata, original: object, wrapper: object): void {
  for (const key of metadata.getOwnMetadataKeys(original)) {
    metadata.defineMetadata(key, metadata.getOwnMetadata(key, original), wrapper);
  }
}
