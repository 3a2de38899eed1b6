import { spawn } from "node:child_process";

/** What a command left behind. */
export interface Outcome {
  readonly exitCode: number;
  readonly stdout: Buffer;
  readonly stderr: string;
}

/** Runs a command to its end with `input` on its standard input. A command that a signal ended rejects. */
export function run(path: string, args: readonly string[], input: string | Uint8Array = ""): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const child = spawn(path, args, { stdio: "pipe" });
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    child.stdout.on("data", (chunk: Buffer) => stdout.push(chunk));
    child.stderr.on("data", (chunk: Buffer) => stderr.push(chunk));
    child.on("error", reject);
    child.on("close", (code, signal) => {
      const errors = Buffer.concat(stderr).toString();
      if (code === null) reject(new Error(`${path} was ended by ${signal}: ${errors}`));
      else resolve({ exitCode: code, stdout: Buffer.concat(stdout), stderr: errors });
    });
    // A command that refuses its input early closes the pipe; its exit code says why.
    child.stdin.on("error", () => {});
    child.stdin.end(input);
  });
}
