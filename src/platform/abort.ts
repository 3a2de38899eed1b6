import type * as util from "node:util";
import { builtIn } from "./built-in.js";
import { dispose } from "./dispose.js";

let nodeController: typeof AbortController | undefined;

/**
 * The `AbortController` of Node.js. A global of that name may be missing, or be that of jsdom, whose signals lack what those of
 * Node.js have.
 */
function controllerClass(): typeof AbortController {
  if (nodeController === undefined) {
    // No module of Node.js exports the class, but this one makes an object of it. Bun has the global alone.
    const { transferableAbortController } = builtIn("node:util") as Partial<typeof util>;
    const made = transferableAbortController?.();
    nodeController = (made?.constructor as typeof AbortController | undefined) ?? globalThis.AbortController;
  }
  return nodeController;
}

/** A new `AbortController` of Node.js. */
export function abortController(): AbortController {
  return new (controllerClass())();
}

/**
 * A signal that aborts after a time. Waiting for it does not keep the process alive.
 *
 * @param ms - how long, in milliseconds
 */
export function timeoutSignal(ms: number): AbortSignal {
  const { signal } = abortController();
  return (signal.constructor as typeof AbortSignal).timeout(ms);
}

/**
 * Throws if a signal has aborted. Older signals of jsdom lack the method of this name.
 *
 * @throws the signal's reason once it has aborted
 */
export function throwIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw signal.reason;
}

/** A signal that goes by others until it is disposed. */
export interface FollowingSignal extends Disposable {
  /** Aborts with the first of the others, for the same reason. */
  readonly signal: AbortSignal;
}

/**
 * Returns a signal that aborts with the first of some. Unlike `AbortSignal.any`, it also takes signals of other realms.
 *
 * @param signals - the signals to follow; if only one is given, that one is returned
 */
export function firstToAbort(...signals: readonly (AbortSignal | undefined)[]): FollowingSignal {
  const followed = signals.filter((signal) => signal !== undefined);
  const [only, ...others] = followed;
  if (only !== undefined && others.length === 0) return { signal: only, [dispose]: () => {} };
  const controller = abortController();
  const stops = followed.map((signal) => {
    const abort = (): void => controller.abort(signal.reason);
    if (signal.aborted) abort();
    else signal.addEventListener("abort", abort);
    return () => signal.removeEventListener("abort", abort);
  });
  return {
    signal: controller.signal,
    [dispose]: () => {
      for (const stop of stops) stop();
    },
  };
}
