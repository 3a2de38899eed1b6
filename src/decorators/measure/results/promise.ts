import { isForeignThenable, isNativePromise, whenSettled } from "../../../platform/promise.js";
import type { Measurement } from "../measurement.js";

/**
 * Ends a measurement when a promise settles. For any other result it ends immediately, even for a thenable, which may
 * not start its work until its `then` is called.
 *
 * @returns the result, or the promise derived from it, so that an unhandled rejection stays unhandled
 * @internal
 */
export function measureUntilSettled(result: unknown, measurement: Measurement): unknown {
  if (isNativePromise(result)) {
    return whenSettled(
      result,
      (value) => {
        measurement.end(false, value);
        return value;
      },
      (error) => measurement.end(true, error),
    );
  }
  if (isForeignThenable(result)) measurement.pass(result);
  measurement.end(false, result);
  return result;
}
