import { readFileSync } from "node:fs";
import type { Worker } from "node:worker_threads";
import { withCode } from "../../model/errors/coded-error.js";
import { builtIn } from "../../platform/built-in.js";
import { clearTimeout, delayOf, setTimeout } from "../../platform/timers.js";
import { requireBcrypt } from "./bcrypt-source.js";

/** Time without work after which the thread ends, and its memory is free. */
const IDLE_SECONDS = 60;

/**
 * The program of the thread, after a function that returns bcryptjs. It computes the hash again and compares the last 31
 * characters, as Go does: bcryptjs compares the salt as well, which has several forms.
 */
const program = `
const { parentPort } = require("node:worker_threads");
const { timingSafeEqual } = require("node:crypto");
const digestOf = (hash) => Buffer.from(hash.slice(29));
parentPort.on("message", ({ password, hash }) => {
  const computed = bcrypt.hashSync(password, hash.slice(0, 29));
  parentPort.postMessage(timingSafeEqual(digestOf(computed), digestOf(hash)));
});
`;

/** An unanswered comparison. */
interface Comparison {
  resolve(matches: boolean): void;
  reject(error: Error): void;
}

/**
 * Compares passwords with bcrypt hashes, one at a time, in a thread: a comparison takes about 70 ms of computing, which
 * must not hold the event loop. The thread starts when it is first needed, ends when it is idle, and never keeps the
 * process alive.
 */
export class BcryptWorker {
  #worker: Worker | undefined;
  #comparison: Comparison | undefined;
  #idle: NodeJS.Timeout | undefined;

  /**
   * Compares a password with a hash. Must not be called before the previous comparison has ended.
   *
   * @throws {Error} if the thread ends before it has answered; the next call starts another one
   */
  compare(password: string, hash: string): Promise<boolean> {
    clearTimeout(this.#idle);
    return new Promise((resolve, reject) => {
      this.#comparison = { resolve, reject };
      this.#worker ??= this.#start();
      this.#worker.postMessage({ password, hash });
    });
  }

  /** Ends the thread. */
  stop(): void {
    clearTimeout(this.#idle);
    void this.#worker?.terminate();
    this.#worker = undefined;
  }

  #start(): Worker {
    const { Worker } = builtIn("node:worker_threads");
    // The text, not the path, so that the thread needs neither the file system nor the loaders of the program.
    const bcryptjs = readFileSync(requireBcrypt(), "utf8");
    const source = `const bcrypt = ((exports, module) => {\n${bcryptjs}\nreturn module.exports;\n})({}, { exports: {} });${program}`;
    // Without the options and the environment of the program, which may load code into every thread.
    const worker = new Worker(source, { eval: true, execArgv: [], env: {}, name: "narthex-bcrypt" });
    worker.on("message", (matches: boolean) => {
      this.#end()?.resolve(matches);
      this.#idle = setTimeout(() => this.stop(), delayOf(IDLE_SECONDS)).unref();
    });
    worker.on("error", (error) => this.#fail(worker, error));
    worker.on("exit", () => this.#fail(worker));
    // The last step, because a listener of messages keeps the process alive.
    worker.unref();
    return worker;
  }

  #fail(worker: Worker, cause?: unknown): void {
    if (this.#worker !== worker) return;
    this.#worker = undefined;
    this.#end()?.reject(
      withCode("NARTHEX_GUARD_FAILED", new Error("The thread that checks passwords ended.", { cause })),
    );
  }

  #end(): Comparison | undefined {
    const comparison = this.#comparison;
    this.#comparison = undefined;
    return comparison;
  }
}
