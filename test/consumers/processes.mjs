// Child processes with a time limit, which end together with the processes that they started.
import { spawn } from "node:child_process";

const PATIENCE_MS = 90_000;

/** The environment without the variables that `npm run` sets, which the package managers would read as configuration. */
const terminal = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => !/^(npm_|NODE_OPTIONS$|INIT_CWD$|FORCE_COLOR$)/i.test(name)),
);

/** The programs that are running. */
const running = new Set();
process.on("exit", () => {
  for (const program of running) program.kill("SIGKILL");
});
for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => process.exit(1));

/** A running program. It leads a process group, so that the processes that it starts end with it. */
export class Running {
  #child;
  #chunks = [];
  #isLate = false;

  /** Resolves with the output of the program when it has exited with code 0, and rejects with the output otherwise. */
  ended;

  constructor([command, ...args], { cwd, env = {}, patienceMs = PATIENCE_MS }) {
    const shown = [command, ...args].join(" ");
    this.#child = spawn(command, args, {
      cwd,
      env: { ...terminal, NO_COLOR: "1", ...env },
      stdio: ["ignore", "pipe", "pipe"],
      detached: true,
    });
    running.add(this);
    const timer = setTimeout(() => {
      this.#isLate = true;
      this.kill("SIGKILL");
    }, patienceMs);
    this.ended = new Promise((resolve, reject) => {
      for (const stream of [this.#child.stdout, this.#child.stderr]) {
        stream.on("data", (chunk) => this.#chunks.push(chunk));
      }
      this.#child.on("error", reject);
      this.#child.on("close", (code, signal) => {
        if (code === 0) return resolve(this.output);
        const end = this.#isLate ? `did not end within ${patienceMs / 1000} s` : `ended with ${code ?? signal}`;
        reject(new Error(`${shown}\n${end}\n${this.output}`));
      });
    }).finally(() => {
      clearTimeout(timer);
      running.delete(this);
      this.kill("SIGKILL");
    });
    // A caller may handle a failure later, after it has waited for some output.
    this.ended.catch(() => {});
  }

  /** The output of the program so far. */
  get output() {
    return Buffer.concat(this.#chunks).toString();
  }

  /** Resolves with the first match of `pattern` in the output, and rejects if the program ends without one. */
  async prints(pattern) {
    const found = new Promise((resolve) => {
      const look = () => {
        const match = pattern.exec(this.output);
        if (match) resolve(match);
      };
      this.#child.stdout.on("data", look);
      this.#child.stderr.on("data", look);
      look();
    });
    const ended = this.ended.then((output) => {
      throw new Error(`ended without printing ${pattern}\n${output}`);
    });
    return Promise.race([found, ended]);
  }

  /** Sends a signal to the program and the processes that it started. */
  kill(signal) {
    if (this.#child.pid === undefined) return;
    try {
      process.kill(-this.#child.pid, signal);
    } catch (error) {
      if (error.code !== "ESRCH") throw error;
    }
  }
}
