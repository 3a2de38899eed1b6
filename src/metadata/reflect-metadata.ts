import { builtIn } from "../platform/built-in.js";

/** The functions of reflect-metadata that the package uses. */
export interface ReflectMetadata {
  /** Returns the metadata keys of an object, without inherited ones. */
  getOwnMetadataKeys(target: object): unknown[];
  /** Returns the metadata of an object under a key, if it is not inherited. */
  getOwnMetadata(key: unknown, target: object): unknown;
  /** Sets the metadata of an object under a key. */
  defineMetadata(key: unknown, value: unknown, target: object): void;
}

let isRequested = false;

/**
 * Returns reflect-metadata if the program has loaded it.
 *
 * @internal
 */
export function loadedReflectMetadata(): ReflectMetadata | undefined {
  return "defineMetadata" in Reflect ? (Reflect as typeof Reflect & ReflectMetadata) : undefined;
}

/**
 * Loads reflect-metadata on the first call and returns it, or `undefined` if that is not possible: `Reflect` cannot be
 * extended under `node --frozen-intrinsics`, and a bundle may run where the package is not installed.
 *
 * @internal
 */
export function loadReflectMetadata(): ReflectMetadata | undefined {
  if (!isRequested && loadedReflectMetadata() === undefined) {
    isRequested = true;
    try {
      builtIn("node:module").createRequire(import.meta.url)("reflect-metadata");
    } catch {
      // Callers then store metadata in a WeakMap.
    }
  }
  return loadedReflectMetadata();
}
