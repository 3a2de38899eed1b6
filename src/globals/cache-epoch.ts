import { processGlobal } from "./process-global.js";

/**
 * Grows whenever a child that somebody may keep could be the wrong one: a class was bound or a binding disposed, or a child
 * was detached from its collector. Whoever keeps a child compares this number before using it. Two copies of the package
 * share it.
 *
 * @internal
 */
export const cacheEpoch: { current: number } = processGlobal("narthex.epoch", () => ({ current: 0 }));
