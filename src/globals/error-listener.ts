import { nodeProcess } from "../platform/built-in.js";
import { dispose } from "../platform/dispose.js";
import { asError } from "../platform/errors.js";
import { processGlobal } from "./process-global.js";

/** Details of a suppressed error. */
export interface Incident {
  /** The metric, class or service that the error concerns. */
  readonly source: string;
  /** The kind of error in one word: `collector`, `deadline`, `duplicate`, `overflow`, `help`, `instrumentation`, … */
  readonly cause: string;
}

/** A function that receives suppressed errors; see {@link onError}. */
export type ErrorListener = (error: Error, incident: Incident) => void;

const sharedListener = processGlobal("narthex.errorListener", (): { current: ErrorListener | undefined } => ({
  current: undefined,
}));
const reported = new WeakMap<object, Set<string>>();

/**
 * Sets the listener for errors that the library suppresses so that they do not affect the application: a collector that
 * fails at a scrape, a `labels` function that throws, series beyond `maxSeries`. The listener is called once per metric
 * and cause. Every error is counted.
 *
 * @param listener - receives the error; `undefined` restores the default, `process.emitWarning`
 * @returns a disposable that restores the previous listener
 * @throws {TypeError} if the listener is not a function
 * @example
 * ```ts
 * onError((error, { source, cause }) => logger.warn({ source, cause }, error.message));
 * ```
 */
export function onError(listener: ErrorListener | undefined): Disposable {
  if (listener !== undefined && typeof listener !== "function")
    throw new TypeError(
      `onError: the listener must be a function, or undefined for the default, but was of type ${typeof listener}.`,
    );
  const previous = sharedListener.current;
  sharedListener.current = listener;
  return {
    [dispose]() {
      sharedListener.current = previous;
    },
  };
}

/**
 * Reports an error to the listener, once for each subject, source and cause.
 *
 * @internal
 */
export function reportOnce(subject: object, error: unknown, incident: Incident): void {
  const incidents = reported.get(subject) ?? new Set();
  const key = `${incident.cause} ${incident.source}`;
  if (incidents.has(key)) return;
  reported.set(subject, incidents.add(key));
  const reportedError = asError(error);
  try {
    (sharedListener.current ?? warn)(reportedError, incident);
  } catch (thrown) {
    warn(asError(thrown), { source: "onError", cause: "listener" });
  }
}

function warn(error: Error, { source, cause }: Incident): void {
  const { message } = error;
  // Most error messages already start with the name of the metric.
  const startsWithSource = message.startsWith(`${source}: `) || message.startsWith(`${source} (`);
  nodeProcess.emitWarning(startsWithSource ? message : `${source}: ${message}`, {
    type: "NarthexWarning",
    code: `NARTHEX_${cause.toUpperCase()}`,
  });
}
