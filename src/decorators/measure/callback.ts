import { copyFunctionIdentity } from "./function-identity.js";
import type { Measurement } from "./measurement.js";

type Callback = (this: unknown, ...results: unknown[]) => unknown;

/**
 * Measures to the first call of a callback in Node.js style, the last argument.
 *
 * @returns the arguments with another callback; `undefined` when the last argument is no function
 * @internal
 */
export function withMeasuredCallback(args: readonly unknown[], run: Measurement): unknown[] | undefined {
  const callback = args.at(-1) as Callback;
  if (typeof callback !== "function") return undefined;
  const measured: Callback = {
    method(this: unknown, ...results: unknown[]) {
      const [error, value] = results;
      const failed = error !== undefined && error !== null;
      run.end(failed, failed ? error : value);
      return callback.apply(this, results);
    },
  }.method;
  return [...args.slice(0, -1), copyFunctionIdentity(callback, measured)];
}
