import { spawn } from "node:child_process";

/** The result of a command. */
export interface Outcome {
  readonly exitCode: number;
  readonly stdout: Buffer;
  readonly stderr: string;
}

/** Runs a command with `input` on its standard input. Rejects if a signal ends the command. */
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
    // A command that rejects its input early closes the pipe. Its exit code tells the reason.
    child.stdin.on("error", () => {});
    child.stdin.end(input);
  });
}
