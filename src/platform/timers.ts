import {
  clearInterval as nodeClearInterval,
  clearTimeout as nodeClearTimeout,
  setInterval as nodeSetInterval,
  setTimeout as nodeSetTimeout,
  type TimerOptions,
} from "node:timers";
import { scheduler } from "node:timers/promises";

// Test runners replace timers: the globals, the properties of `node:timers` and those of `node:timers/promises`. So these are
// copies, made when the module is loaded. Nothing replaces the methods of the scheduler's class.
const yieldTurn = /* @__PURE__ */ (() =>
  ((Object.getPrototypeOf(scheduler) as Partial<typeof scheduler>).yield ?? scheduler.yield).bind(scheduler))();

/** The `setTimeout` of Node.js. */
export const setTimeout: typeof nodeSetTimeout = nodeSetTimeout;

/** The `clearTimeout` of Node.js. */
export const clearTimeout: typeof nodeClearTimeout = nodeClearTimeout;

/** The `setInterval` of Node.js. */
export const setInterval: typeof nodeSetInterval = nodeSetInterval;

/** The `clearInterval` of Node.js. */
export const clearInterval: typeof nodeClearInterval = nodeClearInterval;

/** Waits until the event loop has handled what arrived meanwhile; a promise form of `setImmediate`. */
export function nextTurn(): Promise<void> {
  return yieldTurn();
}

/**
 * Waits.
 *
 * @param ms - how long, in milliseconds
 * @param options - whether the wait keeps the process alive, and a signal that ends it early
 */
export function sleep(ms: number, { ref = true, signal }: TimerOptions): Promise<void> {
  if (signal?.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    if (!ref) timer.unref();
    signal?.addEventListener("abort", end);
  });
}
