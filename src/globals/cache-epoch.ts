import { processGlobal } from "./process-global.js";

/**
 * A number that is incremented whenever a cached child may be stale: when a class is bound, a binding is disposed, or a
 * child is detached from its collector. Code that caches a child compares the number before it uses the child. All
 * copies of the package share it.
 *
 * @internal
 */
export const cacheEpoch: { current: number } = processGlobal("narthex.epoch", () => ({ current: 0 }));
