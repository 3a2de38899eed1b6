import { processGlobal } from "../../globals/process-global.js";

/**
 * The number of nested calls that the instrumentation itself makes, for example to listen to a stream or to call a
 * `labels` function. Decorated methods that run during such a call are not measured, which would recurse. Copies of the
 * package share it.
 *
 * @internal
 */
export const unmeasured: { depth: number } = processGlobal("narthex.unmeasured", () => ({ depth: 0 }));

/**
 * Calls a function without measuring the decorated methods that it calls before it returns. It takes one argument
 * instead of a list, because a list costs a sixth of a call with computed labels.
 *
 * @internal
 */
export function withoutMeasuring<A, R>(fn: (argument: A) => R, argument?: A): R {
  unmeasured.depth++;
  try {
    return fn(argument as A);
  } finally {
    unmeasured.depth--;
  }
}
