import { isGeneratorObject } from "node:util/types";
import type { Measurement } from "../measurement.js";
import { overrideMethods, ownProperties, restore } from "../override-methods.js";

type Verb = (this: unknown, ...args: unknown[]) => unknown;
type AnyIterator = { readonly [verb in "next" | "return" | "throw"]?: Verb };

/** Measurements of the iterators that are in use. */
const watched = new WeakMap<object, Measurement>();

/**
 * Measures an iterator, sync or async, from its first `next()` to its end: exhaustion, `return()`, `throw()`, an early
 * `break` or an error. If `next()` is never called, nothing is recorded unless the measurement has already started. At
 * the end the original methods are restored, because some iterators can start again.
 *
 * @returns the iterator; if its methods cannot be overridden, the measurement has ended
 * @internal
 */
export function measureIterator<T extends object>(iterator: T, measurement: Measurement): T {
  const first = watched.get(iterator);
  if (first !== undefined) {
    first.join(measurement);
    return iterator;
  }
  let isInside = false;
  const { next, return: close, throw: fail } = iterator as AnyIterator;
  // A generator never starts again.
  const former = isGeneratorObject(iterator) ? [] : ownProperties(iterator, ["next", "return", "throw"]);

  function end(failed: boolean, value: unknown): void {
    measurement.end(failed, value);
    if (watched.delete(iterator)) restore(iterator, former);
  }

  function measured(verb: Verb, starts: boolean): Verb {
    return function (...args) {
      const self = this === proxy ? iterator : this;
      if (!starts && measurement.notStarted) end(false, undefined);
      if (isInside || measurement.ended) return verb.apply(self, args);
      measurement.startOrResume();
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
    // Leaving a loop early calls `return`, if the iterator has one.
    return: close ? measured(close, false) : measured(async (value) => ({ done: true, value }), false),
  });
  if (proxy === iterator) watched.set(iterator, measurement);
  if (proxy !== undefined) return proxy;
  measurement.end(false, iterator);
  return iterator;
}

function afterStep(result: unknown, end: Measurement["end"]): unknown {
  if (typeof (result as PromiseLike<unknown> | undefined)?.then === "function") {
    // The caller gets the derived promise, so that an unhandled rejection stays unhandled.
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
