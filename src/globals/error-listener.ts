import { type NarthexError, withCode } from "../model/errors/coded-error.js";
import type { ErrorCode } from "../model/errors/error-codes.js";
import { nodeProcess } from "../platform/built-in.js";
import { dispose } from "../platform/dispose.js";
import { asError } from "../platform/errors.js";
import { processGlobal } from "./process-global.js";

/** Details of a suppressed error. */
export interface Incident {
  /** The metric, class or service that the error concerns. */
  readonly source: string;
  /**
   * The code of the report, for example `NARTHEX_COLLECTOR_FAILED`. An error of the library has a code of its own, which
   * can be more specific.
   */
  readonly code: ErrorCode;
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
 * and code. Every error is counted. An error that application code has thrown is passed as it is.
 *
 * @param listener - receives the error; `undefined` restores the default, `process.emitWarning`
 * @returns a disposable that restores the previous listener
 * @throws {TypeError} if the listener is not a function
 * @example
 * ```ts
 * onError((error, { source, code }) => logger.warn({ source, code }, error.message));
 * ```
 */
export function onError(listener: ErrorListener | undefined): Disposable {
  if (listener !== undefined && typeof listener !== "function")
    throw withCode(
      "NARTHEX_INVALID_ARGUMENT",
      new TypeError(
        `onError: the listener must be a function, or undefined for the default, but was of type ${typeof listener}.`,
      ),
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
 * Reports an error to the listener, once for each subject, source and code. The code of an error of the library is the
 * default.
 *
 * @param log - receives the report, too. Without a listener, it takes the place of the process warning.
 * @internal
 */
export function reportOnce(
  subject: object,
  error: NarthexError,
  incident: Pick<Incident, "source">,
  log?: ErrorListener,
): void;
export function reportOnce(subject: object, error: unknown, incident: Incident, log?: ErrorListener): void;
export function reportOnce(
  subject: object,
  error: unknown,
  given: Partial<Incident> & Pick<Incident, "source">,
  log?: ErrorListener,
): void {
  const { source, code = (error as NarthexError).code } = given;
  const incident: Incident = { source, code };
  const incidents = reported.get(subject) ?? new Set();
  const key = `${code} ${source}`;
  if (incidents.has(key)) return;
  reported.set(subject, incidents.add(key));
  const reportedError = asError(error);
  try {
    log?.(reportedError, incident);
    (sharedListener.current ?? (log === undefined ? warn : undefined))?.(reportedError, incident);
  } catch (thrown) {
    warn(asError(thrown), { source: "onError", code: "NARTHEX_LISTENER_FAILED" });
  }
}

function warn(error: Error, { source, code }: Incident): void {
  const { message } = error;
  // Most error messages already start with the name of the metric.
  const startsWithSource = message.startsWith(`${source}: `) || message.startsWith(`${source} (`);
  nodeProcess.emitWarning(startsWithSource ? message : `${source}: ${message}`, {
    type: "NarthexWarning",
    code,
  });
}
