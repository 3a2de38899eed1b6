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

/** Options for one request. */
export interface RequestOptions {
  readonly signal: AbortSignal | undefined;
  /** Whether the request keeps the process alive. */
  readonly ref: boolean;
}

/** The response of a gateway. */
export interface PushResponse {
  readonly status: number;
  readonly retryAfter: string | undefined;
  /** The first line of the body. */
  readonly reason: string;
}

/** The maximum length of the reason that is read from a response. */
const MAX_REASON_LENGTH = 4096;

/**
 * Sends one request. Does not follow redirects, because a client that follows one loses the body.
 *
 * @throws the error of the network, the reason of the signal, or an Error with the code `ETIMEDOUT`
 */
export function send(
  { url, tls, agent, timeoutSeconds }: PushSettings,
  { method, headers, body }: PushRequest,
  { signal, ref }: RequestOptions,
): Promise<PushResponse> {
  const timeout = timeoutSignal(timeoutSeconds);
  const either = firstToAbort(signal, timeout);
  return new Promise<PushResponse>((resolve, reject) => {
    const open = url.startsWith("https:") ? httpsRequest : httpRequest;
    const options = { method, headers, agent, signal: either.signal, ...tls };
    const request: ClientRequest = open(url, options, (response) => {
      readResponse(response).then(resolve, fail);
    });
    const fail = (error: unknown): void => {
      if (signal?.aborted) reject(signal.reason);
      else if (timeout.aborted)
        reject(Object.assign(new Error(`no response within ${timeoutSeconds} s`), { code: "ETIMEDOUT" }));
      else reject(error);
    };
    request.on("error", fail);
    if (!ref) request.on("socket", unrefSocket);
    request.end(body);
  }).finally(() => either[dispose]());
}

/**
 * Lets the process exit. Every address of a host that is tried has its own handle, which must be unreferenced again.
 */
function unrefSocket(socket: Socket): void {
  socket.unref();
  if (socket.connecting) socket.on("connectionAttempt", () => socket.unref());
}

async function readResponse(response: IncomingMessage): Promise<PushResponse> {
  let text = "";
  response.setEncoding("utf8");
  for await (const chunk of response) {
    if (text.length < MAX_REASON_LENGTH) text += chunk;
  }
  return {
    status: response.statusCode ?? 0,
    retryAfter: response.headers["retry-after"],
    reason: (text.trim().split("\n", 1)[0] ?? "").slice(0, MAX_REASON_LENGTH),
  };
}
