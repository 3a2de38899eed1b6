import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from "node:http";
import { finished } from "node:stream";
import { acceptHeaderFor } from "../exposition/negotiation/accept-header.js";
import { acceptsGzip } from "../exposition/negotiation/content-encoding.js";
import { memoizeByHeader } from "../exposition/negotiation/memoize-by-header.js";
import { type Negotiated, negotiateFormat } from "../exposition/negotiation/negotiate.js";
import type { ErrorCode } from "../model/errors/error-codes.js";
import { isError } from "../platform/errors.js";
import { defaultRegistry } from "../registry/default-registry.js";
import { refuseLongRequest } from "./limits/refuse-request.js";
import { SendDeadline } from "./limits/send-deadline.js";
import { type All, type RequestLimits, requestLimitsOf } from "./options/limits.js";
import { checkMetricsHandlerOptions, type MetricsHandlerOptions } from "./options/metrics-handler.js";
import type { RequestHandler } from "./request-handler.js";
import { queryOf } from "./request-url.js";
import { AlreadyAnsweredError, reportIfAnswered } from "./responses/already-answered.js";
import { onConnectionClose } from "./responses/connection-close.js";
import { rejectUnsupportedMethod, sendText } from "./responses/respond.js";
import { beginResponse } from "./responses/response-head.js";
import { isConnected } from "./responses/response-kind.js";
import { secureExposition } from "./responses/security-headers.js";
import { collectTimeoutSeconds, parseScrapeQuery, QueryError, type ScrapeQuery } from "./scrape/scrape-request.js";
import type { SharedBody } from "./scrape/shared-body.js";
import { SharedGather } from "./scrape/shared-gather.js";
import { type ScrapeFailure, SelfMetrics } from "./self-metrics.js";

/** A cache must store each negotiated variant separately. */
const VARY = "Accept, Accept-Encoding";

/**
 * Returns a handler that responds to every request with the metrics, whatever its path. Use it in a server that has its
 * own routing.
 *
 * @param options - the registry and limits
 * @throws {TypeError} if an option is unknown or of the wrong type
 * @throws {RangeError} if an option is out of range
 * @example
 * ```ts
 * const metrics = metricsHandler({ registry });
 * createServer((request, response) => {
 *   if (request.url?.startsWith("/internal/metrics")) metrics(request, response);
 *   else serve(request, response);
 * });
 * ```
 */
export function metricsHandler(options: MetricsHandlerOptions = {}): RequestHandler {
  checkMetricsHandlerOptions(options);
  const endpoint = new MetricsEndpoint(options, new SelfMetrics());
  return (request, response) => endpoint.handle(request, response);
}

/** The endpoint that serves the metrics of one gatherer. */
export class MetricsEndpoint {
  /** The time for clients to read a response. */
  readonly sendDeadline: SendDeadline;
  readonly #self: SelfMetrics;
  readonly #limits: All<RequestLimits>;
  readonly #gather: SharedGather;
  readonly #maxRunning: number;
  readonly #timeoutSeconds: number;
  readonly #acceptsGzip = memoizeByHeader(acceptsGzip);
  #running = 0;

  /**
   * @param options - the options, already checked
   * @param self - the metrics of the service that the endpoint belongs to
   */
  constructor(options: MetricsHandlerOptions, self: SelfMetrics) {
    this.#self = self;
    const gatherer = this.#self.addTo(options.registry ?? defaultRegistry);
    this.#limits = requestLimitsOf(options.limits);
    this.sendDeadline = new SendDeadline(this.#limits.sendTimeoutSeconds, () => self.countClosure("slow_reader"));
    this.#gather = new SharedGather(gatherer, options.createdSamples ?? false, this.sendDeadline);
    this.#maxRunning = options.maxConcurrentScrapes ?? 40;
    this.#timeoutSeconds = options.scrapeTimeoutSeconds ?? 10;
  }

  /** Responds to a request. Reads its method, query and headers only. */
  handle(request: IncomingMessage, response: ServerResponse): void {
    if (this.refuses(request, response) || rejectUnsupportedMethod(request.method, response)) return;
    try {
      const query = parseScrapeQuery(queryOf(request.url ?? ""), this.#limits);
      const accept = query.view === undefined ? request.headers.accept : acceptHeaderFor(query.view);
      const negotiated = negotiateFormat(accept);
      if (request.method === "HEAD") this.#sendHead(negotiated, query, response);
      else if (this.#running < this.#maxRunning) void this.#scrape(request, negotiated, query, response);
      else {
        const text = `The limit of ${this.#maxRunning} concurrent scrapes is reached; try again later.\n`;
        // By then the collectors of the running scrapes have answered or are late.
        this.#reject(response, 503, text, negotiated, { "Retry-After": Math.ceil(this.#timeoutSeconds) });
      }
    } catch (error) {
      if (!(error instanceof QueryError)) throw error;
      this.#reject(response, 400, `${error.message}\n`, negotiateFormat(request.headers.accept));
    }
  }

  /**
   * Responds to a request that is too long. Reports an error if another handler has already responded to the request.
   *
   * @returns whether the request has a response
   */
  refuses(request: IncomingMessage, response: ServerResponse): boolean {
    if (!reportIfAnswered(this, response, this.#self.log))
      return refuseLongRequest(request, response, this.#limits, this.#self);
    this.#self.countError("encoding");
    return true;
  }

  /** Responds to a HEAD request. Gathers nothing, because the response may omit headers that depend on the body. */
  #sendHead(negotiated: Negotiated, query: ScrapeQuery, response: ServerResponse): void {
    beginExposition(response, negotiated, query);
    response.end();
  }

  async #scrape(
    request: IncomingMessage,
    negotiated: Negotiated,
    query: ScrapeQuery,
    response: ServerResponse,
  ): Promise<void> {
    const { disconnected, end } = this.#countUntilClosed(request, response);
    const timeoutSeconds = collectTimeoutSeconds(
      request.headers["x-prometheus-scrape-timeout-seconds"],
      this.#timeoutSeconds,
    );
    const gzip = this.#acceptsGzip(request.headers["accept-encoding"]);
    const shared = this.#gather.join(query.names, timeoutSeconds);
    const failures: ScrapeFailure[] = [];
    let body: SharedBody | undefined;
    try {
      const gathered = await Promise.race([shared.gathered, disconnected]);
      body = shared.body(gathered, negotiated);
      if (response.headersSent) throw new AlreadyAnsweredError();
      beginExposition(response, negotiated, query);
      await body.send(response, gzip, disconnected);
      this.#self.countScrape(negotiated.format, 200);
    } catch (error) {
      if (isDisconnect(error)) failures.push("aborted");
      else failures.push(this.#fail(response, error, body === undefined ? "gather" : "encoding", negotiated));
    } finally {
      shared.release();
      if (!isConnected(response)) end();
      for (const cause of [...failures, ...(body?.failures ?? [])]) this.#self.countError(cause);
    }
  }

  /**
   * Counts a scrape as running until its response closes or `end` is called. `disconnected` rejects if the client
   * disconnects.
   */
  #countUntilClosed(
    request: IncomingMessage,
    response: ServerResponse,
  ): { disconnected: Promise<never>; end: () => void } {
    let isRunning = true;
    const end = (): void => {
      if (isRunning) this.#running--;
      isRunning = false;
    };
    this.#running++;
    const disconnected = new Promise<never>((_, reject) => {
      const close = (error?: unknown): void => {
        end();
        cancel();
        if (error) reject(error);
      };
      const cancel =
        response.socket === null ? onConnectionClose(request.socket, () => close(new DisconnectError())) : () => {};
      finished(response, close);
    });
    // The client may disconnect while nothing awaits the promise.
    disconnected.catch(() => {});
    return { disconnected, end };
  }

  #fail(response: ServerResponse, error: unknown, cause: ScrapeFailure, negotiated: Negotiated): ScrapeFailure {
    this.#self.log.report(this, error, { source: "service", code: codeOf(error, cause) });
    // The response does not contain the error, which may hold information that a scraper must not see.
    if (!response.headersSent)
      this.#reject(
        response,
        500,
        `The scrape failed (${cause}); the error was reported to the application.\n`,
        negotiated,
      );
    else if (!(error instanceof AlreadyAnsweredError)) response.destroy();
    return cause;
  }

  #reject(
    response: ServerResponse,
    status: number,
    text: string,
    { format }: Negotiated,
    headers: OutgoingHttpHeaders = {},
  ): void {
    sendText(response, status, text, headers);
    this.#self.countScrape(format, status);
  }
}

function beginExposition(response: ServerResponse, { contentType }: Negotiated, { view }: ScrapeQuery): void {
  beginResponse(response, 200);
  const isText = view !== undefined && view !== "protobuf";
  response.setHeader("Content-Type", isText ? "text/plain; charset=utf-8" : contentType);
  if (view === "protobuf") response.setHeader("Content-Disposition", 'attachment; filename="metrics.binpb"');
  secureExposition(response);
  response.appendHeader("Vary", VARY);
}

/** The client has disconnected while its response waited for an earlier one on the same connection. */
class DisconnectError extends Error {
  readonly code = "ECONNRESET";
}

/** The codes of errors of a connection, and of a stream of HTTP/2 that the client has reset. */
const disconnects: ReadonlySet<unknown> = new Set([
  "ERR_STREAM_PREMATURE_CLOSE",
  "ERR_STREAM_DESTROYED",
  "ECONNRESET",
  "EPIPE",
  "ECANCELED",
  "ERR_HTTP2_INVALID_STREAM",
  "ERR_HTTP2_STREAM_ERROR",
  "ERR_HTTP2_STREAM_CANCEL",
]);

/** Whether a response failed because the client disconnected. */
function isDisconnect(error: unknown): boolean {
  const code = isError(error) && "code" in error ? error.code : undefined;
  return disconnects.has(code);
}

/** Returns the code under which a failed scrape is reported. */
function codeOf(error: unknown, cause: ScrapeFailure): ErrorCode {
  if (error instanceof AlreadyAnsweredError) return error.code;
  return cause === "gather" ? "NARTHEX_GATHER_FAILED" : "NARTHEX_RESPONSE_FAILED";
}
