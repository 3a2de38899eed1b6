const key = Symbol.for("narthex.epoch");
const shared = globalThis as { [key]?: { current: number } };

// Sealed against test runners, which put accessors in place of what they find on globals.
shared[key] ??= Object.seal({ current: 0 });

/**
 * Grows whenever a child that somebody may keep could be the wrong one: a class was bound or a binding disposed, or a child
 * was detached from its collector. Whoever keeps a child compares this number before using it. Two copies of the package
 * share it.
 *
 * @internal
 */
export const cacheEpoch: { current: number } = shared[key];
