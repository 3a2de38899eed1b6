import { type ChildProcess, spawn } from "node:child_process";

/** How a program ended. */
export interface End {
  /** Its exit code, or the signal that ended it. */
  readonly code: number | NodeJS.Signals | null;
  /** What it printed. */
  readonly output: string;
}

const served = /https?:\/\/\S+\/metrics\b/;
const patienceMs = 30_000;

/** A program of the examples or the documents while it runs. It ends with the test, however that ends. */
export class RunningProgram implements AsyncDisposable {
  readonly #child: ChildProcess;
  readonly #ended: Promise<End>;
  #output = "";

  /**
   * @param file - the compiled program
   * @param env - environment variables beside those of the test
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

  /** What it has printed so far. */
  get output(): string {
    return this.#output;
  }

  /** Where it says that it serves metrics, or `undefined` when it ends before it says so. */
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

  /** Waits for its end. */
  end(): Promise<End> {
    return this.#ended;
  }

  /** Asks it to end and waits until it has. */
  async stop(signal: NodeJS.Signals = "SIGTERM"): Promise<End> {
    this.#child.kill(signal);
    return this.#ended;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop("SIGKILL");
  }
}
