import { isPromise } from "node:util/types";
import { reportOnce } from "../../globals/error-listener.js";
import { countUnmeasuredThenable } from "../../model/dropped-updates.js";
import { withCode } from "../../model/errors/coded-error.js";
import { isForeignThenable, isNativePromise, thenableName, whenSettled } from "../../platform/promise.js";
import { inspectValue } from "../../validation/errors.js";

/** The collector that measures a function. */
export interface TimeOwner {
  /** The name of the metric. */
  readonly name: string;
  /** Counts a call that was measured only until it returned a thenable. */
  [countUnmeasuredThenable](): void;
}

/**
 * Runs a function, and stops a timer when it has ended: when it returns or throws, or when its promise settles.
 *
 * @param run - the function, which is checked
 * @param start - starts the timer and returns the function that stops it
 * @throws {TypeError} if `run` is not a function
 * @internal
 */
export function timeFunction<R>(owner: TimeOwner, run: unknown, start: () => () => unknown): R {
  if (typeof run !== "function") {
    throw withCode(
      "NARTHEX_INVALID_ARGUMENT",
      new TypeError(
        `${owner.name}: the argument run of time must be a function, but was ${inspectValue(run)}. Pass it after the label values if the metric has labels.`,
      ),
    );
  }
  const stop = start();
  let result: R;
  try {
    result = run();
  } catch (error) {
    stop();
    throw error;
  }
  if (isNativePromise(result)) {
    const settled = (value: unknown): unknown => {
      stop();
      return value;
    };
    return whenSettled(result, settled, settled) as R;
  }
  if (isPromise(result)) return result.finally(() => stop()) as R;
  stop();
  if (isForeignThenable(result)) reportThenable(owner, result);
  return result;
}

/** A thenable may start its work only when the caller awaits it, so it is not awaited here. */
function reportThenable(owner: TimeOwner, thenable: object): void {
  owner[countUnmeasuredThenable]();
  const error = withCode(
    "NARTHEX_UNMEASURED_THENABLE",
    new TypeError(
      `time called a function that returned ${thenableName(thenable)}, and measured only until it returned. Make it an async function that awaits the thenable.`,
    ),
  );
  reportOnce(owner, error, { source: owner.name });
}
