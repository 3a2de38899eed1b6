import { type ChildProcess, spawn } from "node:child_process";

/** The result of a program. */
export interface End {
  /** The exit code, or the signal that ended the program. */
  readonly code: number | NodeJS.Signals | null;
  /** The text that the program printed. */
  readonly output: string;
}

const served = /https?:\/\/\S+\/metrics\b/;
const patienceMs = 30_000;

/** A running program of the examples or the documents. Disposing of it ends the program. */
export class RunningProgram implements AsyncDisposable {
  readonly #child: ChildProcess;
  readonly #ended: Promise<End>;
  #output = "";

  /**
   * @param file - the compiled program
   * @param env - environment variables in addition to those of the test
   */
  constructor(file: string, env: Readonly<Record<string, string>> = {}) {
    this.#child = spawn(process.execPath, [file], {
      env: { ...process.env, PORT: "0", NO_COLOR: "1", ...env },
      timeout: patienceMs,
      killSignal: "SIGKILL",
    });
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream?.on("data", (chunk) => {
        this.#output += chunk;
      });
    }
    this.#ended = new Promise((resolve) => {
      this.#child.on("close", (code, signal) => resolve({ code: code ?? signal, output: this.#output }));
    });
  }

  /** The text that the program has printed so far. */
  get output(): string {
    return this.#output;
  }

  /** Resolves with the URL of the metrics that the program prints, or with `undefined` if it ends without one. */
  async url(): Promise<string | undefined> {
    const said = new Promise<string | undefined>((resolve) => {
      const look = (): void => {
        const url = served.exec(this.#output)?.[0];
        if (url !== undefined) resolve(url);
      };
      this.#child.stdout?.on("data", look);
      look();
    });
    return Promise.race([said, this.#ended.then(() => undefined)]);
  }

  /** Waits until the program ends. */
  end(): Promise<End> {
    return this.#ended;
  }

  /** Sends a signal to the program, and waits until it ends. */
  async stop(signal: NodeJS.Signals = "SIGTERM"): Promise<End> {
    this.#child.kill(signal);
    return this.#ended;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop("SIGKILL");
  }
}
