import { processGlobal } from "../../globals/process-global.js";

/**
 * How many calls of measuring's own are under way: it listens to a stream, or asks a `labels` function. Decorated methods that
 * run meanwhile are not measured, since measuring would then call itself. Two copies of the package share it.
 *
 * @internal
 */
export const unmeasured: { depth: number } = processGlobal("narthex.unmeasured", () => ({ depth: 0 }));

/**
 * Calls a function on behalf of measuring, which may lead to decorated methods. This has an effect until the function returns.
 * There is one argument and no list of them, since a list costs a sixth of a call with computed labels.
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
