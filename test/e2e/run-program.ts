import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";

/** The exit code or signal of a program, and its output. */
export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A program of the tests, bundled into one file that Node.js runs without a loader. */
export class Program implements Disposable {
  readonly #folder: string = mkdtempSync(join(tmpdir(), "narthex-program-"));
  readonly #file: string = join(this.#folder, "program.mjs");

  static async of(entry: URL): Promise<Program> {
    const program = new Program();
    const options = { bundle: true, platform: "node", format: "esm", target: "node20", logLevel: "error" } as const;
    // Dependencies that are CommonJS modules call require.
    const banner = {
      js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);',
    };
    await build({ entryPoints: [entry.pathname], outfile: program.#file, banner, ...options });
    return program;
  }

  run(...args: string[]): Promise<Ended> {
    const child = spawn(process.execPath, [this.#file, ...args], { stdio: ["ignore", "pipe", "pipe"] });
    let [stdout, stderr] = ["", ""];
    child.stdout.on("data", (chunk) => (stdout += chunk));
    child.stderr.on("data", (chunk) => (stderr += chunk));
    return new Promise((resolve, reject) => {
      child.on("error", reject);
      child.on("close", (code, signal) => resolve({ code, signal, stdout, stderr }));
    });
  }

  [Symbol.dispose](): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
