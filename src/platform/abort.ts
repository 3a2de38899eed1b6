import { builtIn } from "./built-in.js";
import { dispose } from "./dispose.js";
import { delayOf } from "./timers.js";

let nodeController: typeof AbortController | undefined;

/**
 * Returns the `AbortController` of Node.js. The global of this name may be missing, or be that of jsdom, whose signals
 * lack some methods.
 */
function controllerClass(): typeof AbortController {
  if (nodeController === undefined) {
    // No module of Node.js exports the class, but this function creates an instance. Bun has only the global.
    const { transferableAbortController } = builtIn("node:util") as Partial<typeof import("node:util")>;
    const controller = transferableAbortController?.();
    nodeController = (controller?.constructor as typeof AbortController | undefined) ?? globalThis.AbortController;
  }
  return nodeController;
}

/** Returns a new `AbortController` of Node.js. */
export function abortController(): AbortController {
  return new (controllerClass())();
}

/**
 * Returns a signal that aborts after a time. It does not keep the process alive.
 *
 * @param seconds - the time in seconds
 */
export function timeoutSignal(seconds: number): AbortSignal {
  const { signal } = abortController();
  return (signal.constructor as typeof AbortSignal).timeout(delayOf(seconds));
}

/**
 * Throws the reason of a signal if it has aborted. Signals of old versions of jsdom lack the method of this name.
 *
 * @throws the reason of the signal
 */
export function throwIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw signal.reason;
}

/** A signal that follows other signals until it is disposed. */
export interface FollowingSignal extends Disposable {
  /** The signal, which aborts with the first of the others, for the same reason. */
  readonly signal: AbortSignal;
}

/**
 * Returns a signal that aborts when the first of several signals aborts. Unlike `AbortSignal.any`, it accepts signals
 * of other realms.
 *
 * @param signals - the signals to follow; a single signal is returned itself
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
