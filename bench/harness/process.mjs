import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";

/** A child process whose methods can be called. */
export class Process {
  #child;
  #calls = new Map();
  #serial = 0;
  #isEnding = false;

  /**
   * @param {string} name - a file of `bench/processes`
   * @param {unknown} [task] - handed to it
   * @param {string[]} [flags] - for Node.js
   * @param {{ givesWay?: boolean }} [options] - `givesWay`: it runs only where a processor has nothing else to do (on Linux)
   */
  constructor(name, task = {}, flags = [], { givesWay = false } = {}) {
    const file = fileURLToPath(new URL(`../processes/${name}.mjs`, import.meta.url));
    const start =
      givesWay && process.platform === "linux"
        ? { execPath: "chrt", execArgv: ["--idle", "0", process.execPath, ...flags] }
        : { execArgv: flags };
    this.#child = fork(file, [JSON.stringify(task)], start);
    this.#child.on("message", ({ id, value, error }) => {
      const call = this.#calls.get(id);
      this.#calls.delete(id);
      if (error === undefined) call?.resolve(value);
      else call?.reject(new Error(error));
    });
    this.#child.on("exit", (code, signal) => {
      const error = new Error(`${name} ended with ${signal ?? code}`);
      for (const { reject } of this.#calls.values()) reject(error);
      this.#calls.clear();
      if (code !== 0 && !this.#isEnding) this.failure = error;
    });
  }

  /** Calls a method of the process. */
  call(method, ...args) {
    if (this.failure !== undefined) return Promise.reject(this.failure);
    const id = ++this.#serial;
    return new Promise((resolve, reject) => {
      this.#calls.set(id, { resolve, reject });
      this.#child.send({ id, method, args });
    });
  }

  /** Ends the process. */
  end() {
    this.#isEnding = true;
    const ended = new Promise((resolve) => this.#child.once("exit", resolve));
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return Promise.resolve();
    this.#child.kill("SIGKILL");
    return ended;
  }

  async [Symbol.asyncDispose]() {
    await this.end();
  }
}

/** Runs a process for one answer of its method `run`. */
export async function once(name, task, flags) {
  const process = new Process(name, task, flags);
  try {
    return await process.call("run");
  } finally {
    await process.end();
  }
}

/** In a child process: what it was given. */
export function task() {
  return JSON.parse(process.argv[2] ?? "{}");
}

/** In a child process: answers calls of its methods. */
export function answer(methods) {
  process.on("message", async ({ id, method, args }) => {
    try {
      process.send({ id, value: await methods[method](...args) });
    } catch (error) {
      process.send({ id, error: error.stack });
    }
  });
  process.on("disconnect", () => process.exit());
}
