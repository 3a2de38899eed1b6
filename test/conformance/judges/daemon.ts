import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { eventually } from "../../eventually.js";

/** Returns a free TCP port of 127.0.0.1. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().on("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => (typeof address === "object" && address !== null ? resolve(address.port) : reject(address)));
    });
  });
}

/** A server process with a temporary folder. Both are removed when the test ends. */
export class Daemon implements AsyncDisposable {
  /** The folder of the server's files. */
  readonly folder: string;
  readonly #name: string;
  readonly #removeFolder: () => void;
  #child: ChildProcess | undefined;
  #output = "";

  constructor(name: string) {
    const folder = mkdtempSync(join(tmpdir(), `narthex-${name}-`));
    this.folder = folder;
    this.#name = name;
    this.#removeFolder = () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    process.once("exit", this.#removeFolder);
  }

  /** The output of the server. */
  get output(): string {
    return this.#output;
  }

  /** Whether the server is running. */
  get isRunning(): boolean {
    const child = this.#child;
    return child?.pid !== undefined && child.exitCode === null && child.signalCode === null;
  }

  /**
   * Starts the server and waits until it accepts connections.
   *
   * @throws Error with the server's own words when it ends or stays silent
   */
  async start(path: string, args: readonly string[], port: number): Promise<void> {
    // The kernel kills the server when the thread that started it ends, even if that thread was killed.
    const child = spawn("setpriv", ["--pdeathsig", "KILL", path, ...args], { stdio: ["ignore", "pipe", "pipe"] });
    this.#child = child;
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => this.#print(chunk));
    child.once("error", (error) => this.#print(error));
    await this.answer(`port ${port} to be open`, async () => ((await accepts(port)) ? true : undefined));
  }

  /**
   * Asks until the answer is not `undefined`.
   *
   * @throws Error when half a minute has passed or the server has ended
   */
  async answer<T>(what: string, ask: () => Promise<T | undefined>): Promise<T> {
    const inVain = (): string | undefined => (this.isRunning ? undefined : `${this.#name} has ended. ${this.#output}`);
    return eventually(`${this.#name}: ${what}`, ask, { inVain });
  }

  /** Stops the server, waits until it has ended, and removes its folder. */
  async stop(): Promise<void> {
    const child = this.#child;
    if (child !== undefined && this.isRunning) {
      const gone = new Promise((resolve) => child.once("exit", resolve));
      child.kill("SIGKILL");
      await gone;
    }
    process.off("exit", this.#removeFolder);
    this.#removeFolder();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
  }

  #print(chunk: unknown): void {
    this.#output += String(chunk);
  }
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    socket.once("error", () => resolve(false));
    socket.once("connect", () => {
      socket.destroy();
      resolve(true);
    });
  });
}
