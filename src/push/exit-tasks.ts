import process from "node:process";
import { processGlobal } from "../globals/process-global.js";
import { dispose } from "../platform/dispose.js";

/** What is still to be done when the process ends. */
export interface ExitTask {
  /** Does it while the event loop runs. */
  runAsync(): Promise<void>;
  /** Does it without returning to the event loop. */
  runSync(): void;
}

/** Ends the process unless somebody listens. */
const signals = ["SIGTERM", "SIGINT"] as const;

/** The tasks of all copies of the package: one alone may let a signal have its effect, once all have finished. */
class ExitTasks {
  readonly #tasks = new Set<ExitTask>();
  readonly #done = new WeakSet<ExitTask>();
  #pending: Promise<unknown> | undefined;

  add(task: ExitTask): void {
    if (this.#tasks.size === 0) this.#listen();
    this.#tasks.add(task);
  }

  delete(task: ExitTask): void {
    if (this.#tasks.delete(task) && this.#tasks.size === 0) this.#listenNoMore();
  }

  #listen(): void {
    // Before all others: one that listens once is gone when those behind it are called.
    for (const signal of signals) process.prependListener(signal, this.#onSignal);
    process.on("beforeExit", this.#onBeforeExit);
    process.on("exit", this.#onExit);
  }

  #listenNoMore(): void {
    for (const signal of signals) process.off(signal, this.#onSignal);
    process.off("beforeExit", this.#onBeforeExit);
    process.off("exit", this.#onExit);
  }

  readonly #onSignal = async (signal: NodeJS.Signals): Promise<void> => {
    // Somebody else handles it: the process ends when they say so, and that is the time of the last tasks.
    if (process.listenerCount(signal) > 1) return;
    if (this.#pending === undefined) await this.#finish();
    // Else it came again: whoever sends it does not want to wait.
    this.#listenNoMore();
    process.kill(process.pid, signal);
  };

  /** Is emitted again when the tasks have finished, so that it must not begin them again. */
  readonly #onBeforeExit = (): void => {
    if (this.#pending === undefined) void this.#finish();
  };

  readonly #onExit = (): void => {
    for (const task of this.#tasks) if (!this.#done.has(task)) task.runSync();
  };

  #finish(): Promise<unknown> {
    const finished = [...this.#tasks].map((task) => task.runAsync().finally(() => this.#done.add(task)));
    this.#pending = Promise.allSettled(finished);
    return this.#pending;
  }
}

/**
 * Has a task done when the process ends, which it then does as it would have: with its own signal, code and output.
 *
 * @returns takes the task back
 * @internal
 */
export function onProcessExit(task: ExitTask): Disposable {
  const tasks = processGlobal("narthex.lastTasks", () => new ExitTasks());
  tasks.add(task);
  return { [dispose]: () => tasks.delete(task) };
}
