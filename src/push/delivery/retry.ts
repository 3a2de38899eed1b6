import { clock } from "../../globals/clock.js";
import { throwIfAborted } from "../../platform/abort.js";
import { sleep } from "../../platform/timers.js";
import { PushError } from "../push-error.js";
import type { PushSettings, RetrySettings } from "../settings.js";
import { type PushAnswer, type PushRequest, type RequestOptions, send } from "./request.js";

/** Errors of the network that may pass. A certificate that is wrong stays wrong. */
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

/** An attempt that failed. */
interface Failure {
  readonly error: PushError;
  /** Whether another attempt may help. */
  readonly retryable: boolean;
  /** How long the gateway asks to wait. */
  readonly retryAfterMs?: number | undefined;
}

/**
 * Sends until the gateway takes it, as often as the settings allow and only where it may help.
 *
 * @throws PushError with what the last attempt met, or the signal's reason
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
    const pauseMs = pauseAfter(failure, attempt, settings.retry);
    if (pauseMs === undefined) throw failure.error;
    await sleep(pauseMs, { ref, ...(signal && { signal }) });
  }
}

async function attemptOnce(
  settings: PushSettings,
  request: PushRequest,
  options: RequestOptions,
): Promise<Failure | undefined> {
  const subject = { method: request.method, url: settings.url };
  try {
    const answer = await send(settings, request, options);
    return answer.status >= 200 && answer.status < 300 ? undefined : toFailure(answer, subject);
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
 * The error for an answer that is no success.
 *
 * @internal
 */
export function toFailure(
  { status, reason, retryAfter }: PushAnswer,
  subject: { readonly method: string; readonly url: string },
): Failure {
  const redirect = status >= 300 && status < 400 ? " (a redirect, which is not followed)" : "";
  const retryAfterMs = parseRetryAfter(retryAfter);
  return {
    error: new PushError(`was answered with ${status}${redirect}: ${reason || "no reason given"}`, subject, {
      status,
      reason,
    }),
    retryable: status >= 500 || (status === 429 && retryAfterMs !== undefined),
    retryAfterMs,
  };
}

/** The pause before the next attempt, or nothing when there must be none. */
function pauseAfter(failure: Failure, attempt: number, retry: RetrySettings): number | undefined {
  const { retryable: mayPass, retryAfterMs = 0 } = failure;
  if (!mayPass || attempt >= retry.attempts || retryAfterMs > retry.maxDelayMs) return undefined;
  const backoff = Math.min(retry.maxDelayMs, retry.minDelayMs * 2 ** (attempt - 1));
  return Math.max(retryAfterMs, backoff * (0.5 + Math.random() / 2));
}

/** Seconds, or a date. */
function parseRetryAfter(header: string | undefined): number | undefined {
  if (header === undefined) return undefined;
  const ms = /^\d+$/.test(header) ? Number(header) * 1000 : Date.parse(header) - clock.current.now();
  return Number.isNaN(ms) ? undefined : Math.max(0, ms);
}
