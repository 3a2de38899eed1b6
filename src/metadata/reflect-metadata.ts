import { getBuiltinModule } from "node:process";

/** The functions that reflect-metadata adds to `Reflect`, as far as they are used. */
export interface ReflectMetadata {
  /** The keys of what is kept for an object itself. */
  getOwnMetadataKeys(target: object): unknown[];
  /** What is kept for an object itself under a key. */
  getOwnMetadata(key: unknown, target: object): unknown;
  /** Keeps a value for an object under a key. */
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
 * Loads reflect-metadata at the first call. Returns `undefined` where that is not possible: `Reflect` cannot be
 * extended under `node --frozen-intrinsics`, and a bundle may run where the package is not installed.
 *
 * @internal
 */
export function loadReflectMetadata(): ReflectMetadata | undefined {
  if (!isRequested && loadedReflectMetadata() === undefined) {
    isRequested = true;
    try {
      getBuiltinModule("node:module").createRequire(import.meta.url)("reflect-metadata");
    } catch {
      // Callers keep what they have to keep elsewhere.
    }
  }
  return loadedReflectMetadata();
}
