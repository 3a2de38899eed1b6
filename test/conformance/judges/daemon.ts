import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { eventually } from "../../eventually.js";

/** A TCP port of 127.0.0.1 that nobody listens on. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().on("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => (typeof address === "object" && address !== null ? resolve(address.port) : reject(address)));
    });
  });
}

/** A server process with a folder of its own. Both go when the test ends, however it ends. */
export class Daemon implements AsyncDisposable {
  /** Where the server keeps its files. */
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

  /** What the server has printed. */
  get output(): string {
    return this.#output;
  }

  /** Whether the server is there. */
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
    // The kernel kills the server when the thread that started it is gone, even if that was killed itself.
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

  /** Ends the server, waits until it is gone, and removes its folder. */
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
