import { type ClientRequest, request as httpRequest, type IncomingMessage, type OutgoingHttpHeaders } from "node:http";
import { request as httpsRequest } from "node:https";
import type { Socket } from "node:net";
import { firstToAbort, timeoutSignal } from "../../platform/abort.js";
import { dispose } from "../../platform/dispose.js";
import type { PushSettings } from "../settings.js";

/** One request to a gateway. */
export interface PushRequest {
  readonly method: "PUT" | "POST" | "DELETE";
  readonly headers: OutgoingHttpHeaders;
  readonly body: Uint8Array | undefined;
}

/** How one request is made. */
export interface RequestOptions {
  readonly signal: AbortSignal | undefined;
  /** Whether the request keeps the process alive. */
  readonly ref: boolean;
}

/** What a gateway answered. */
export interface PushAnswer {
  readonly status: number;
  readonly retryAfter: string | undefined;
  /** The first line of the body. */
  readonly reason: string;
}

/** A reason that is longer is no reason. */
const LONGEST_ANSWER = 4096;

/**
 * Makes one request. Redirects are answers like others: a client that follows one loses the body.
 *
 * @throws what the network threw, the signal's reason, or an error with the code `ETIMEDOUT`
 */
export function send(
  { url, tls, agent, timeoutMs }: PushSettings,
  { method, headers, body }: PushRequest,
  { signal, ref }: RequestOptions,
): Promise<PushAnswer> {
  const timeout = timeoutSignal(timeoutMs);
  const either = firstToAbort(signal, timeout);
  return new Promise<PushAnswer>((resolve, reject) => {
    const open = url.startsWith("https:") ? httpsRequest : httpRequest;
    const options = { method, headers, agent, signal: either.signal, ...tls };
    const request: ClientRequest = open(url, options, (response) => {
      readAnswer(response).then(resolve, failed);
    });
    const failed = (error: unknown): void => {
      if (signal?.aborted) reject(signal.reason);
      else if (timeout.aborted)
        reject(Object.assign(new Error(`no answer within ${timeoutMs} ms`), { code: "ETIMEDOUT" }));
      else reject(error);
    };
    request.on("error", failed);
    if (!ref) request.on("socket", unrefAlways);
    request.end(body);
  }).finally(() => either[dispose]());
}

/** Each address of a host that is tried gets a handle of its own, which keeps the process alive again. */
function unrefAlways(socket: Socket): void {
  socket.unref();
  if (socket.connecting) socket.on("connectionAttempt", () => socket.unref());
}

async function readAnswer(response: IncomingMessage): Promise<PushAnswer> {
  let text = "";
  response.setEncoding("utf8");
  for await (const chunk of response) {
    if (text.length < LONGEST_ANSWER) text += chunk;
  }
  return {
    status: response.statusCode ?? 0,
    retryAfter: response.headers["retry-after"],
    reason: (text.trim().split("\n", 1)[0] ?? "").slice(0, LONGEST_ANSWER),
  };
}
