import { isNativePromise, whenSettled } from "../model/promise.js";
import type { Run } from "./run.js";

/**
 * Ends a run when a promise settles, and else at once.
 *
 * @returns the result, or the promise derived from it, so that a rejection which nobody handles stays one
 * @internal
 */
export function measuredToSettlement(result: unknown, run: Run): unknown {
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
  run.end(false, result);
  return result;
}
