const key = Symbol.for("narthex.unmeasured");
const shared = globalThis as { [key]?: { depth: number } };

// Sealed against test runners, which put accessors in place of what they find on globals.
shared[key] ??= Object.seal({ depth: 0 });

/**
 * How many calls of measuring's own are under way: it listens to a stream, or asks a `labels` function. Decorated methods that
 * run meanwhile are not measured, since measuring would then call itself. Two copies of the package share it.
 *
 * @internal
 */
export const unmeasured: { depth: number } = shared[key];

/**
 * Calls on behalf of measuring what may lead to decorated methods. It reaches no further than the synchronous call.
 *
 * @internal
 */
export function withoutMeasuring<A extends unknown[], R>(fn: (...args: A) => R, ...args: A): R {
  unmeasured.depth++;
  try {
    return fn(...args);
  } finally {
    unmeasured.depth--;
  }
}
