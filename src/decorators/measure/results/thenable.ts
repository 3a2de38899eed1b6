import type { Measurement } from "../measurement.js";

type Method = (this: unknown, ...args: unknown[]) => unknown;

/**
 * Measures a thenable from the call of its `then`, which may start its work, until it settles.
 *
 * @internal
 */
export function measureThen(then: Method, measurement: Measurement): Method {
  return function (onFulfilled, onRejected, ...rest) {
    measurement.startOrResume();
    const fulfilled = (value: unknown): unknown => {
      measurement.end(false, value);
      return typeof onFulfilled === "function" ? onFulfilled(value) : value;
    };
    const rejected = (error: unknown): unknown => {
      measurement.end(true, error);
      if (typeof onRejected === "function") return onRejected(error);
      throw error;
    };
    return calledIn(measurement, () => then.call(this, fulfilled, rejected, ...rest));
  };
}

/**
 * Measures a thenable that is used through `catch`. Not every library implements `catch` by `then`.
 *
 * @param toEnd - measures the result of `catch`
 * @internal
 */
export function measuredCatch(
  caught: Method,
  measurement: Measurement,
  toEnd: (result: unknown, measurement: Measurement) => unknown,
): Method {
  return function (...args) {
    const { then } = this as { then: Method };
    if (args.length === 1) return measureThen(then, measurement).call(this, undefined, args[0]);
    // There are filters before the handler. An error that the handler receives is a failure nonetheless.
    measurement.startOrResume();
    const [handler] = args.slice(-1);
    const rejected = (error: unknown): unknown => {
      measurement.end(true, error);
      return (handler as Method)(error);
    };
    const measured = typeof handler === "function" ? [...args.slice(0, -1), rejected] : args;
    return toEnd(
      calledIn(measurement, () => caught.apply(this, measured)),
      measurement,
    );
  };
}

/**
 * Measures a thenable that is used through `finally`, whose promise settles as the thenable does.
 *
 * @param toEnd - measures the result of `finally`
 * @internal
 */
export function measuredFinally(
  last: Method,
  measurement: Measurement,
  toEnd: (result: unknown, measurement: Measurement) => unknown,
): Method {
  return function (...args) {
    measurement.startOrResume();
    return toEnd(
      calledIn(measurement, () => last.apply(this, args)),
      measurement,
    );
  };
}

/** Calls a method and ends the measurement if it throws. */
function calledIn(measurement: Measurement, call: () => unknown): unknown {
  try {
    return call();
  } catch (error) {
    measurement.end(true, error);
    throw error;
  }
}
