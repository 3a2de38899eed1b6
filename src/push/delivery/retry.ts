import { activeClock } from "../../globals/clock.js";
import { throwIfAborted } from "../../platform/abort.js";
import { sleep } from "../../platform/timers.js";
import { PushError } from "../push-error.js";
import type { PushSettings, RetrySettings } from "../settings.js";
import { type PushRequest, type PushResponse, type RequestOptions, send } from "./request.js";

/** Codes of network errors that a further attempt may not meet. An invalid certificate is not among them. */
const transientCodes: ReadonlySet<unknown> = new Set([
  "EAI_AGAIN",
  "ECONNABORTED",
  "ECONNREFUSED",
  "ECONNRESET",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "ENOTFOUND",
  "EPIPE",
  "ETIMEDOUT",
]);

/** A failed attempt. */
interface Failure {
  readonly error: PushError;
  /** Whether a further attempt may succeed. */
  readonly retryable: boolean;
  /** The pause that the gateway requests, in seconds. */
  readonly retryAfterSeconds?: number | undefined;
}

/**
 * Sends a request until the gateway accepts it. Retries only failures that may be temporary, as often as the settings
 * allow.
 *
 * @throws {PushError} if the last attempt failed
 * @throws the reason of the signal if it is aborted
 * @internal
 */
export async function sendWithRetry(
  settings: PushSettings,
  request: PushRequest,
  options: RequestOptions,
): Promise<void> {
  const { signal, ref } = options;
  for (let attempt = 1; ; attempt++) {
    throwIfAborted(signal);
    const failure = await attemptOnce(settings, request, options);
    if (failure === undefined) return;
    const pauseSeconds = pauseAfter(failure, attempt, settings.retry);
    if (pauseSeconds === undefined) throw failure.error;
    await sleep(pauseSeconds, { ref, ...(signal && { signal }) });
  }
}

async function attemptOnce(
  settings: PushSettings,
  request: PushRequest,
  options: RequestOptions,
): Promise<Failure | undefined> {
  const subject = { method: request.method, url: settings.url };
  try {
    const response = await send(settings, request, options);
    return response.status >= 200 && response.status < 300 ? undefined : toFailure(response, subject);
  } catch (cause) {
    throwIfAborted(options.signal);
    const { message, code } = cause as NodeJS.ErrnoException;
    return {
      error: new PushError(`failed: ${message || code}`, subject, { cause }),
      retryable: transientCodes.has(code),
    };
  }
}

/**
 * Returns the failure for a response with a status other than 2xx.
 *
 * @internal
 */
export function toFailure(
  { status, reason, retryAfter }: PushResponse,
  subject: { readonly method: string; readonly url: string },
): Failure {
  const redirect = status >= 300 && status < 400 ? " (redirects are not followed)" : "";
  const retryAfterSeconds = parseRetryAfter(retryAfter);
  return {
    error: new PushError(`failed with status ${status}${redirect}: ${reason || "no reason given"}`, subject, {
      status,
      reason,
    }),
    retryable: status >= 500 || (status === 429 && retryAfterSeconds !== undefined),
    retryAfterSeconds,
  };
}

/** Returns the pause before the next attempt, or `undefined` if there is no next attempt. */
function pauseAfter(failure: Failure, attempt: number, retry: RetrySettings): number | undefined {
  const { retryable, retryAfterSeconds = 0 } = failure;
  if (!retryable || attempt >= retry.attempts || retryAfterSeconds > retry.maxDelaySeconds) return undefined;
  const backoff = Math.min(retry.maxDelaySeconds, retry.minDelaySeconds * 2 ** (attempt - 1));
  return Math.max(retryAfterSeconds, backoff * (0.5 + Math.random() / 2));
}

/** Parses the header, which contains seconds or a date, and returns seconds. */
function parseRetryAfter(header: string | undefined): number | undefined {
  if (header === undefined) return undefined;
  const isNumber = /^\d+$/.test(header);
  const seconds = isNumber ? Number(header) : (Date.parse(header) - activeClock.current.now()) / 1000;
  return Number.isNaN(seconds) ? undefined : Math.max(0, seconds);
}
