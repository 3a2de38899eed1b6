// Child processes that end, or are ended with all that they started.
import { spawn } from "node:child_process";

const PATIENCE_MS = 90_000;

/**
 * The environment of a terminal that no npm script runs in: what `npm run` sets would reach the package managers of the
 * matrix as their own configuration.
 */
const terminal = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => !/^(npm_|NODE_OPTIONS$|INIT_CWD$|FORCE_COLOR$)/i.test(name)),
);

/** What runs now. */
const running = new Set();
process.on("exit", () => {
  for (const program of running) program.kill("SIGKILL");
});
for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => process.exit(1));

/** A running program. It leads a process group, so that what it starts ends with it. */
export class Running {
  #child;
  #chunks = [];
  #isLate = false;

  /** Settles when the program has ended: resolves with its output, or rejects with it. */
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
    // Whoever waits for something else first learns of the failure later.
    this.ended.catch(() => {});
  }

  /** What the program has printed so far. */
  get output() {
    return Buffer.concat(this.#chunks).toString();
  }

  /** Resolves with what `pattern` finds in the output, as soon as it is there; rejects when the program ends before. */
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

  /** Sends a signal to the program and all that it started. */
  kill(signal) {
    if (this.#child.pid === undefined) return;
    try {
      process.kill(-this.#child.pid, signal);
    } catch (error) {
      if (error.code !== "ESRCH") throw error;
    }
  }
}
