import { createRequire } from "node:module";
import Bluebird from "bluebird";
import { afterEach, beforeEach, describe, test } from "vitest";
import { Histogram, Registry, timed } from "../../src/index.js";

/** The adapter that the suite requires of a promise library. */
interface Adapter {
  deferred(): Deferred;
  resolved(value: unknown): PromiseLike<unknown>;
  rejected(reason: unknown): PromiseLike<unknown>;
}

interface Deferred {
  readonly promise: PromiseLike<unknown>;
  resolve(value: unknown): void;
  reject(reason: unknown): void;
}

const require = createRequire(import.meta.url);
const suite = require.resolve("promises-aplus-tests/lib/testFiles.js");
const files = suite.replace(/testFiles\.js$/, "");

// The suite defines its tests with the globals of Mocha, some of them when Vitest collects a group.
const specify = (name: string, run: (done: () => void) => unknown) =>
  test.sequential(name, () => (run.length === 0 ? run(() => {}) : new Promise<void>(run)) as Promise<void>);
Object.assign(globalThis, { describe: describe.sequential, specify, beforeEach, afterEach });

/** Defines the tests of the suite for an adapter, which each file reads when it is loaded. */
function define(adapter: Adapter): void {
  Object.assign(globalThis, { adapter });
  for (const file of Object.keys(require.cache)) if (file.startsWith(files)) delete require.cache[file];
  require(suite);
}

// The suite rejects promises, some of them while it defines its tests, before it handles them or without handling them ever:
// Vitest would report them as failures.
process.removeAllListeners("unhandledRejection");
process.on("unhandledRejection", () => {});

type Constructor = new (
  run: (resolve: Deferred["resolve"], reject: Deferred["reject"]) => void,
) => PromiseLike<unknown>;

/** An adapter for promises of a class that a decorated function returns. */
function through(decorated: <T>(promise: T) => T, Class: Constructor): Adapter {
  const deferred = () => {
    const open: Partial<Deferred> = {};
    const promise = decorated(new Class((resolve, reject) => Object.assign(open, { resolve, reject })));
    return { ...(open as Required<typeof open>), promise };
  };
  return {
    deferred,
    resolved: (value) => decorated(new Class((resolve) => resolve(value))),
    rejected: (reason) => decorated(new Class((_, reject) => reject(reason))),
  };
}

const seconds = new Histogram({ name: "promise_seconds", help: "Time.", registry: new Registry() });
const give = <T>(promise: T): T => promise;

describe.concurrent.each([
  ["native promises of a timed function", timed(seconds, give), Promise],
  ["native promises of a function timed until their end", timed(seconds, give, { until: "end" }), Promise],
  ["Bluebird's promises of a timed function", timed(seconds, give), Bluebird],
  ["Bluebird's promises of a function timed until their end", timed(seconds, give, { until: "end" }), Bluebird],
] as const)("%s conform to Promises/A+:", (_, decorated, Class) => define(through(decorated, Class as Constructor)));
