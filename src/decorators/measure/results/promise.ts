import { isForeignThenable, isNativePromise, whenSettled } from "../../../platform/promise.js";
import type { Measurement } from "../measurement.js";

/**
 * Ends a run when a promise settles, and else at once, also when a thenable was returned, which may begin to work when its `then`
 * is called.
 *
 * @returns the result, or the promise derived from it, so that a rejection which nobody handles stays one
 * @internal
 */
export function measureUntilSettled(result: unknown, run: Measurement): unknown {
  if (isNativePromise(result)) {
    return whenSettled(
      result,
      (value) => {
        run.end(false, value);
        return value;
      },
      (error) => run.end(true, error),
    );
  }
  if (isForeignThenable(result)) run.pass(result);
  run.end(false, result);
  return result;
}
