import { withCode } from "../../model/errors/coded-error.js";
import { builtIn, nodeProcess } from "../../platform/built-in.js";

let path: string | undefined;

/**
 * Finds bcryptjs and checks that the process may run it in a worker thread.
 *
 * @returns the path of the file that has all of bcryptjs
 * @throws {Error} if that is not possible
 */
export function requireBcrypt(): string {
  // Of the permission model, which Node.js has with the option --permission only.
  const { permission } = nodeProcess as { permission?: { has(scope: string): boolean } };
  if (permission?.has("worker") === false)
    throw unavailable("the permission model of Node.js forbids worker threads. Start Node.js with --allow-worker");
  path ??= resolveBcrypt();
  if (path === undefined)
    throw unavailable(
      "the package bcryptjs, a dependency of narthex, was not found. Install it beside the bundle that contains narthex",
    );
  return path;
}

/** Resolves the package as this module sees it, or in a bundle as the program sees it. */
function resolveBcrypt(): string | undefined {
  const { createRequire } = builtIn("node:module");
  for (const from of [import.meta.url, nodeProcess.argv[1]]) {
    try {
      const found = createRequire(from as string).resolve("bcryptjs");
      // Other versions consist of several files.
      if (/[\\/]umd[\\/]index\.js$/.test(found)) return found;
    } catch {
      // A bundler may have removed the URL, and a program given as text has no path.
    }
  }
  return undefined;
}

function unavailable(reason: string): Error {
  return withCode("NARTHEX_GUARD_FAILED", new Error(`guard: passwords cannot be checked, because ${reason}.`));
}
