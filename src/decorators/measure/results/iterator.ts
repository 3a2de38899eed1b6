import { isGeneratorObject } from "node:util/types";
import type { Measurement } from "../measurement.js";
import { overrideMethods, ownProperties, restore } from "../override-methods.js";

type Verb = (this: unknown, ...args: unknown[]) => unknown;
type AnyIterator = { readonly [verb in "next" | "return" | "throw"]?: Verb };

/** The iterators whose steps are watched. */
const watched = new WeakMap<object, Measurement>();

/**
 * Measures an iterator, sync or async, from its first `next()` to its end: exhaustion, `return()`, `throw()`, an early `break`
 * or a failure. One on which `next()` is never called counts nothing, unless the run began before. When it has ended it is as it
 * was before, since some begin again.
 *
 * @returns the iterator; one that cannot be watched has ended
 * @internal
 */
export function measureIterator<T extends object>(iterator: T, run: Measurement): T {
  const first = watched.get(iterator);
  if (first !== undefined) {
    first.join(run);
    return iterator;
  }
  let isInside = false;
  const { next, return: close, throw: fail } = iterator as AnyIterator;
  // A generator never begins again.
  const former = isGeneratorObject(iterator) ? [] : ownProperties(iterator, ["next", "return", "throw"]);

  function end(failed: boolean, value: unknown): void {
    run.end(failed, value);
    if (watched.delete(iterator)) restore(iterator, former);
  }

  function measured(verb: Verb, starts: boolean): Verb {
    return function (...args) {
      const self = this === proxy ? iterator : this;
      if (!starts && run.notStarted) end(false, undefined);
      if (isInside || run.ended) return verb.apply(self, args);
      run.startOrResume();
      isInside = true;
      let result: unknown;
      try {
        result = verb.apply(self, args);
      } catch (error) {
        end(true, error);
        throw error;
      } finally {
        isInside = false;
      }
      return afterStep(result, end);
    };
  }

  const proxy = overrideMethods(iterator, {
    ...(next && { next: measured(next, true) }),
    ...(fail && { throw: measured(fail, false) }),
    // A loop that is left early tells it to iterators with `return` only.
    return: close ? measured(close, false) : measured(async (value) => ({ done: true, value }), false),
  });
  if (proxy === iterator) watched.set(iterator, run);
  if (proxy !== undefined) return proxy;
  run.end(false, iterator);
  return iterator;
}

function afterStep(result: unknown, end: Measurement["end"]): unknown {
  if (typeof (result as PromiseLike<unknown> | undefined)?.then === "function") {
    // Not beside the promise that the caller gets: a rejection which nobody handles must stay one.
    return Promise.resolve(result).then(
      (step) => afterStep(step, end),
      (error) => {
        end(true, error);
        throw error;
      },
    );
  }
  const step = result as IteratorResult<unknown> | undefined;
  if (step?.done === true) end(false, step.value);
  return result;
}
