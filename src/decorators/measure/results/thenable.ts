import type { Measurement } from "../measurement.js";

type Method = (this: unknown, ...args: unknown[]) => unknown;

/**
 * Measures a thenable from the call of its `then`, on behalf of which it may begin to work, until it settles.
 *
 * @internal
 */
export function measureThen(then: Method, run: Measurement): Method {
  return function (onFulfilled, onRejected, ...rest) {
    run.startOrResume();
    const fulfilled = (value: unknown): unknown => {
      run.end(false, value);
      return typeof onFulfilled === "function" ? onFulfilled(value) : value;
    };
    const rejected = (error: unknown): unknown => {
      run.end(true, error);
      if (typeof onRejected === "function") return onRejected(error);
      throw error;
    };
    return calledIn(run, () => then.call(this, fulfilled, rejected, ...rest));
  };
}

/**
 * Measures a thenable that is used by `catch`. Not every library's goes through `then`.
 *
 * @param toEnd - measures what `catch` gives
 * @internal
 */
export function measuredCatch(
  caught: Method,
  run: Measurement,
  toEnd: (result: unknown, run: Measurement) => unknown,
): Method {
  return function (...args) {
    const { then } = this as { then: Method };
    if (args.length === 1) return measureThen(then, run).call(this, undefined, args[0]);
    // With filters before the handler. What it handles has failed all the same.
    run.startOrResume();
    const [handler] = args.slice(-1);
    const rejected = (error: unknown): unknown => {
      run.end(true, error);
      return (handler as Method)(error);
    };
    const measured = typeof handler === "function" ? [...args.slice(0, -1), rejected] : args;
    return toEnd(
      calledIn(run, () => caught.apply(this, measured)),
      run,
    );
  };
}

/**
 * Measures a thenable that is used by `finally`, whose promise settles as the thenable does.
 *
 * @param toEnd - measures what `finally` gives
 * @internal
 */
export function measuredFinally(
  last: Method,
  run: Measurement,
  toEnd: (result: unknown, run: Measurement) => unknown,
): Method {
  return function (...args) {
    run.startOrResume();
    return toEnd(
      calledIn(run, () => last.apply(this, args)),
      run,
    );
  };
}

/** Calls a method, whose error ends the run. */
function calledIn(run: Measurement, call: () => unknown): unknown {
  try {
    return call();
  } catch (error) {
    run.end(true, error);
    throw error;
  }
}
