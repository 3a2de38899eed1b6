import { builtIn } from "../platform/built-in.js";
import { asError } from "../platform/errors.js";
import { processGlobal } from "./process-global.js";

/** What is told when the library swallowed something. */
export interface Incident {
  /** The metric, class or service that it concerns. */
  readonly source: string;
  /** What happened, in one word: `collector`, `deadline`, `duplicate`, `overflow`, `help`, `instrumentation`, … */
  readonly cause: string;
}

/** Hears of what the library swallowed; see {@link onError}. */
export type ErrorListener = (error: Error, incident: Incident) => void;

const listening = processGlobal("narthex.errorListener", (): { current: ErrorListener | undefined } => ({
  current: undefined,
}));
const reported = new WeakMap<object, Set<string>>();

/**
 * Sets who hears of errors that the library swallows on behalf of the application: a collector that fails at a scrape, a
 * `labels` function that throws, series beyond `maxSeries`. Each is told once for each metric and cause, and counted every time.
 *
 * @param listener - called with the error; `undefined` restores the default, `process.emitWarning`
 * @throws TypeError when the listener is no function
 * @example
 * ```ts
 * onError((error, { source, cause }) => logger.warn({ source, cause }, error.message));
 * ```
 */
export function onError(listener: ErrorListener | undefined): void {
  if (listener !== undefined && typeof listener !== "function")
    throw new TypeError(`onError: takes a function, or undefined for the default, but was given ${typeof listener}.`);
  listening.current = listener;
}

/**
 * Tells the listener, once for each subject, source and cause.
 *
 * @internal
 */
export function reportOnce(subject: object, error: unknown, incident: Incident): void {
  const incidents = reported.get(subject) ?? new Set();
  const heard = `${incident.cause} ${incident.source}`;
  if (incidents.has(heard)) return;
  reported.set(subject, incidents.add(heard));
  const told = asError(error);
  try {
    (listening.current ?? warn)(told, incident);
  } catch (thrown) {
    warn(asError(thrown), { source: "onError", cause: "listener" });
  }
}

function warn(error: Error, { source, cause }: Incident): void {
  const { message } = error;
  // Most errors of a metric begin with its name.
  const isNamed = message.startsWith(`${source}: `) || message.startsWith(`${source} (`);
  (builtIn("node:process") as NodeJS.Process).emitWarning(isNamed ? message : `${source}: ${message}`, {
    type: "NarthexWarning",
    code: `NARTHEX_${cause.toUpperCase()}`,
  });
}
