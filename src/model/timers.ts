import * as timers from "node:timers";
import { scheduler } from "node:timers/promises";

// Test runners replace timers: the globals, the properties of `node:timers` and those of `node:timers/promises`. So these are
// copies, made when the module is loaded. Nothing replaces the methods of the scheduler's class.
const { wait = scheduler.wait, yield: nextTurnOf = scheduler.yield } = Object.getPrototypeOf(scheduler) as Partial<
  typeof scheduler
>;

/** The `setTimeout` of Node.js. */
export const setTimeout: typeof timers.setTimeout = timers.setTimeout;

/** The `clearTimeout` of Node.js. */
export const clearTimeout: typeof timers.clearTimeout = timers.clearTimeout;

/** The `setInterval` of Node.js. */
export const setInterval: typeof timers.setInterval = timers.setInterval;

/** The `clearInterval` of Node.js. */
export const clearInterval: typeof timers.clearInterval = timers.clearInterval;

/** Waits until the event loop has handled what arrived meanwhile; a promise form of `setImmediate`. */
export function nextTurn(): Promise<void> {
  return nextTurnOf.call(scheduler);
}

/**
 * Waits.
 *
 * @param ms - how long, in milliseconds
 * @param options - whether the wait keeps the process alive, and a signal that ends it
 * @throws an `AbortError` when the signal aborts
 */
export function sleep(ms: number, options: NonNullable<Parameters<typeof scheduler.wait>[1]>): Promise<void> {
  return wait.call(scheduler, ms, options);
}
