import {
  clearInterval as nodeClearInterval,
  clearTimeout as nodeClearTimeout,
  setInterval as nodeSetInterval,
  setTimeout as nodeSetTimeout,
  type TimerOptions,
} from "node:timers";
import { scheduler } from "node:timers/promises";

// Test runners replace timers: the globals, and the properties of `node:timers` and `node:timers/promises`. So these
// are copies from the time when the module was loaded. The methods of the scheduler's class are not replaced.
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

/** The longest delay of a timer of Node.js, in whole seconds. */
export const MAX_TIMER_SECONDS = 2_147_483;

/**
 * Returns the delay of a timer: whole milliseconds, which some timers of Node.js require, and at least one.
 *
 * @param seconds - the delay in seconds
 */
export function delayOf(seconds: number): number {
  return Math.max(1, Math.round(seconds * 1000));
}

/** Waits until the event loop has handled pending events. A promise form of `setImmediate`. */
export function nextTurn(): Promise<void> {
  return yieldTurn();
}

/**
 * Waits for a time.
 *
 * @param seconds - the time in seconds
 * @param options - `ref` (whether waiting keeps the process alive) and `signal` (ends the wait early)
 */
export function sleep(seconds: number, { ref = true, signal }: TimerOptions): Promise<void> {
  if (signal?.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", end);
      resolve();
    };
    const timer = setTimeout(end, delayOf(seconds));
    if (!ref) timer.unref();
    signal?.addEventListener("abort", end);
  });
}
