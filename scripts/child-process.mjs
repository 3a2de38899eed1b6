// Child processes, for the other scripts. A package for this would be longer to call than the few lines are to read.
import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("..", import.meta.url));

/** The script behind a command that a dependency brings, for example `bin("typescript", "bin/tsc")`. */
export const bin = (dependency, path) => `${root}node_modules/${dependency}/${path}`;

/**
 * Runs a Node.js script to its end and keeps what it prints.
 *
 * @returns {Promise<{ ok: boolean, code: number | null, output: string }>}
 */
export function node(args, { cwd = root, env = {}, execPath = process.execPath } = {}) {
  return new Promise((resolve) => {
    const child = spawn(execPath, args, {
      cwd,
      env: { ...process.env, NO_COLOR: "1", ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const chunks = [];
    child.stdout.on("data", (chunk) => chunks.push(chunk));
    child.stderr.on("data", (chunk) => chunks.push(chunk));
    const end = (code, error) => {
      const output = Buffer.concat(chunks).toString() + (error ? `${error.message}\n` : "");
      resolve({ ok: code === 0, code, output });
    };
    child.on("error", (error) => end(null, error));
    child.on("close", (code) => end(code));
  });
}

/** Runs scripts at the same time, prints what each said and sets the exit code when one failed. */
export async function nodeAll(commands) {
  const results = await Promise.all(commands.map(({ args, ...options }) => node(args, options)));
  for (const [index, { ok, output }] of results.entries()) {
    if (!ok || output) console.log(`${commands[index].name}: ${ok ? "ok" : "failed"}\n${output}`.trimEnd());
    if (!ok) process.exitCode = 1;
  }
  return results.every(({ ok }) => ok);
}
