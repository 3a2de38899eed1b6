import { isPromise } from "node:util/types";
import type { Run } from "./run.js";

/**
 * Whether a value is a native promise, of whatever realm, that can be replaced by one derived from it: no subclass, and
 * without enumerable properties that somebody gave it.
 *
 * @internal
 */
export function isPlainPromise(value: unknown): value is Promise<unknown> {
  if (!isPromise(value)) return false;
  // What is hidden does not count: Node.js itself keeps the state of AsyncLocalStorage there. A loop allocates nothing.
  for (const key in value) if (Object.hasOwn(value, key)) return false;
  // A property that was just read tells the engine the shape, and with it the prototype.
  if (value.constructor !== Promise) return isPromisePrototype(Object.getPrototypeOf(value));
  return Object.getPrototypeOf(value) === Promise.prototype;
}

/** In other realms, too, `Promise.prototype` inherits from nothing but `Object.prototype`. */
function isPromisePrototype(prototype: object | null): boolean {
  const base = prototype && Object.getPrototypeOf(prototype);
  return base !== null && Object.getPrototypeOf(base) === null;
}

/**
 * Ends a run when a promise settles, and else at once.
 *
 * @returns the result, or the promise derived from it, so that a rejection which nobody handles stays one
 * @internal
 */
export function measuredToSettlement(result: unknown, run: Run): unknown {
  if (isPlainPromise(result)) {
    return whenSettled(result, run, (value) => {
      run.end(false, value);
      return value;
    });
  }
  run.end(false, result);
  return result;
}

/**
 * Goes on with the value of a promise, and ends the run when it is rejected.
 *
 * @internal
 */
export function whenSettled<T>(promise: Promise<T>, run: Run, onValue: (value: T) => unknown): Promise<unknown> {
  return promise.then(onValue, (error) => {
    run.end(true, error);
    throw error;
  });
}
