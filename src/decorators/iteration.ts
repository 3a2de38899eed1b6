import { intercept } from "./intercept.js";
import type { Run } from "./run.js";

type Verb = (this: unknown, ...args: unknown[]) => unknown;
type AnyIterator = { readonly [verb in "next" | "return" | "throw"]?: Verb };

/**
 * Measures an iterator, sync or async, from its first `next()` to its end: exhaustion, `return()`, `throw()`, an early `break`
 * or a failure. One on which `next()` is never called counts nothing, unless the run began before.
 *
 * @returns the iterator; one that cannot be watched has ended
 * @internal
 */
export function measuredIterator<T extends object>(iterator: T, run: Run): T {
  let isInside = false;
  const { next, return: close, throw: fail } = iterator as AnyIterator;

  function measured(verb: Verb, starts: boolean): Verb {
    return function (...args) {
      const self = this === proxy ? iterator : this;
      if (!starts && run.isIdle) run.end(false, undefined);
      if (isInside || run.isOver) return verb.apply(self, args);
      run.proceed();
      isInside = true;
      let result: unknown;
      try {
        result = verb.apply(self, args);
      } catch (error) {
        run.end(true, error);
        throw error;
      } finally {
        isInside = false;
      }
      return afterStep(result, run);
    };
  }

  const proxy = intercept(iterator, {
    ...(next && { next: measured(next, true) }),
    ...(fail && { throw: measured(fail, false) }),
    // A loop that is left early tells it to iterators with `return` only.
    return: close ? measured(close, false) : measured(async (value) => ({ done: true, value }), false),
  });
  if (proxy !== undefined) return proxy;
  run.end(false, iterator);
  return iterator;
}

function afterStep(result: unknown, run: Run): unknown {
  if (typeof (result as PromiseLike<unknown> | undefined)?.then === "function") {
    return Promise.resolve(result).then(
      (step) => afterStep(step, run),
      (error) => {
        run.end(true, error);
        throw error;
      },
    );
  }
  const step = result as IteratorResult<unknown> | undefined;
  if (step?.done === true) run.end(false, step.value);
  return result;
}
