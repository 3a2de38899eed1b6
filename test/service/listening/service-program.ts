import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import type { Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

/** A folder with the bundled service, in which programs run. */
export interface ServicePrograms extends Disposable {
  /** The folder. */
  readonly folder: string;
  /**
   * Writes a program that can import `./service.mjs`.
   *
   * @returns its path
   */
  write(program: string): string;
}

/** Bundles the service for programs that run in processes of their own. */
export async function servicePrograms(): Promise<ServicePrograms> {
  const folder = mkdtempSync(join(tmpdir(), "narthex-program-"));
  const service = fileURLToPath(new URL("../../../src/service/index.ts", import.meta.url));
  await build({
    entryPoints: { service },
    outdir: folder,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    splitting: true,
    platform: "node",
    format: "esm",
    target: "node20",
    packages: "external",
    logLevel: "error",
  });
  return {
    folder,
    write(program) {
      const file = join(folder, "program.mjs");
      writeFileSync(file, program);
      return file;
    },
    [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** A process that has listening sockets from its parent, as systemd passes them. */
export interface Activated extends AsyncDisposable {
  /** Returns the next line of its output, which is JSON. */
  line(): Promise<unknown>;
  /** Ends it with a signal. Returns its exit code and errors. */
  end(): Promise<string>;
}

/**
 * Starts a program with listening sockets.
 *
 * @param program - the path of the program
 * @param sockets - the servers whose sockets it gets, from descriptor 3 on
 * @param names - the names of the sockets, with colons between them
 */
export function activate(program: string, sockets: readonly Server[], names?: string): Activated {
  const { LISTEN_FDNAMES: _, ...env } = process.env;
  const LISTEN_FDS = String(sockets.length);
  const child: ChildProcess = spawn("sh", ["-c", 'LISTEN_PID=$$ exec "$0" "$1"', process.execPath, program], {
    stdio: ["ignore", "pipe", "pipe", ...sockets.map(descriptorOf)],
    env: { ...env, LISTEN_FDS, ...(names === undefined ? {} : { LISTEN_FDNAMES: names }) },
  });
  const closed = once(child, "close");
  let errors = "";
  child.stderr?.setEncoding("utf8").on("data", (text: string) => {
    errors += text;
  });
  const lines = createInterface(child.stdout as NodeJS.ReadableStream)[Symbol.asyncIterator]();
  return {
    async line() {
      const { value, done } = await lines.next();
      if (done) throw new Error(`the program ended: ${errors}`);
      return JSON.parse(value);
    },
    async end() {
      child.kill();
      await closed;
      return `${child.exitCode} ${errors}`;
    },
    async [Symbol.asyncDispose]() {
      child.kill("SIGKILL");
      await closed;
    },
  };
}

function descriptorOf(server: Server): number {
  return (server as unknown as { readonly _handle: { readonly fd: number } })._handle.fd;
}
