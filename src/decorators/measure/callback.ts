import { copyFunctionIdentity } from "./function-identity.js";
import type { Measurement } from "./measurement.js";

type Callback = (this: unknown, ...results: unknown[]) => unknown;

/**
 * Ends a measurement at the first call of the last argument, a Node.js-style callback.
 *
 * @returns the arguments with a measured callback; `undefined` if the last argument is not a function
 * @internal
 */
export function withMeasuredCallback(args: readonly unknown[], measurement: Measurement): unknown[] | undefined {
  const callback = args.at(-1) as Callback;
  if (typeof callback !== "function") return undefined;
  const measured: Callback = {
    method(this: unknown, ...results: unknown[]) {
      const [error, value] = results;
      const failed = error !== undefined && error !== null;
      measurement.end(failed, failed ? error : value);
      return callback.apply(this, results);
    },
  }.method;
  return [...args.slice(0, -1), copyFunctionIdentity(callback, measured)];
}
