import process from "node:process";
import { processGlobal } from "../globals/process-global.js";
import { dispose } from "../platform/dispose.js";

/** A task that runs when the process ends. */
export interface ExitTask {
  /** Runs the task while the event loop still runs. */
  runAsync(): Promise<void>;
  /** Runs the task without returning to the event loop. */
  runSync(): void;
}

/** The signals that end a process without a listener. */
const signals = ["SIGTERM", "SIGINT"] as const;

/**
 * The tasks of all copies of the package in the process. Only one object may raise a signal again, after all tasks have
 * finished.
 */
class ExitTasks {
  readonly #tasks = new Set<ExitTask>();
  readonly #done = new WeakSet<ExitTask>();
  #pending: Promise<unknown> | undefined;

  add(task: ExitTask): void {
    if (this.#tasks.size === 0) this.#listen();
    this.#tasks.add(task);
  }

  delete(task: ExitTask): void {
    if (this.#tasks.delete(task) && this.#tasks.size === 0) this.#unlisten();
  }

  #listen(): void {
    // Before other listeners, because a listener that was added with `once` is removed before later listeners are
    // called.
    for (const signal of signals) process.prependListener(signal, this.#onSignal);
    process.on("beforeExit", this.#onBeforeExit);
    process.on("exit", this.#onExit);
  }

  #unlisten(): void {
    for (const signal of signals) process.off(signal, this.#onSignal);
    process.off("beforeExit", this.#onBeforeExit);
    process.off("exit", this.#onExit);
  }

  readonly #onSignal = async (signal: NodeJS.Signals): Promise<void> => {
    // The application handles the signal. The tasks run when it lets the process end.
    if (process.listenerCount(signal) > 1) return;
    if (this.#pending === undefined) await this.#finish();
    // A second signal while the tasks run ends the process without waiting for them.
    this.#unlisten();
    process.kill(process.pid, signal);
  };

  /** The event is emitted again after the tasks have finished, so it must not start them again. */
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
 * Runs a task when the process ends. The process then ends as it would have without the task: with the same signal,
 * exit code and output.
 *
 * @returns a handle that removes the task when it is disposed
 * @internal
 */
export function onProcessExit(task: ExitTask): Disposable {
  const tasks = processGlobal("narthex.exitTasks", () => new ExitTasks());
  tasks.add(task);
  return { [dispose]: () => tasks.delete(task) };
}
