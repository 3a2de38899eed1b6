import type { IncomingMessage, ServerResponse } from "node:http";
import { finished } from "node:stream";
import { acceptsGzip } from "../exposition/negotiation/content-encoding.js";
import { memoizeByHeader } from "../exposition/negotiation/memoize-by-header.js";
import { type Negotiated, negotiate } from "../exposition/negotiation/negotiate.js";
import { reportOnce } from "../globals/error-listener.js";
import { isError } from "../platform/errors.js";
import { defaultRegistry } from "../registry/default-registry.js";
import { checkMetricsHandlerOptions, type MetricsHandlerOptions } from "./options.js";
import type { RequestHandler } from "./request-handler.js";
import { rejectUnsupportedMethod, sendText } from "./responses/respond.js";
import { beginAnswer } from "./responses/response-head.js";
import { isConnected } from "./responses/response-kind.js";
import { acceptOf, parseScrapeQuery, QueryError, type ScrapeQuery } from "./scrape/scrape-query.js";
import { collectTimeoutMs } from "./scrape/scrape-timeout.js";
import type { SharedBody } from "./scrape/shared-body.js";
import { SharedGather } from "./scrape/shared-gather.js";
import { type ScrapeFailure, SelfMetrics } from "./self-metrics.js";

/** Caches must keep apart what was negotiated. */
const VARY = "Accept, Accept-Encoding";

/**
 * A handler that answers each request with the metrics, whatever its path: for servers that route by themselves.
 *
 * @param options - the registry and limits
 * @throws TypeError or RangeError when an option is unknown, of the wrong type or out of range
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
  const endpoint = new MetricsEndpoint(options);
  return (request, response) => endpoint.answer(request, response);
}

/** Answers scrapes of one gatherer. */
export class MetricsEndpoint {
  readonly #self = new SelfMetrics();
  readonly #gather: SharedGather;
  readonly #maxRunning: number;
  readonly #timeoutSeconds: number;
  readonly #acceptsGzip = memoizeByHeader(acceptsGzip);
  #running = 0;

  /** @param options - checked already */
  constructor(options: MetricsHandlerOptions) {
    const gatherer = this.#self.addedTo(options.registry ?? defaultRegistry);
    this.#gather = new SharedGather(gatherer, options.createdSamples ?? false);
    this.#maxRunning = options.maxConcurrentScrapes ?? 40;
    this.#timeoutSeconds = options.scrapeTimeoutSeconds ?? 10;
  }

  /** Answers one request; only its method, query and headers matter. */
  answer(request: IncomingMessage, response: ServerResponse): void {
    if (this.isAnswered(response) || rejectUnsupportedMethod(request.method, response)) return;
    const { url = "" } = request;
    const queryStart = url.indexOf("?");
    try {
      const query = parseScrapeQuery(queryStart < 0 ? "" : url.slice(queryStart + 1));
      const accept = query.view === undefined ? request.headers.accept : acceptOf(query.view);
      const negotiated = negotiate(accept);
      if (request.method === "HEAD") this.#describe(negotiated, query, response);
      else if (this.#running < this.#maxRunning) void this.#scrape(request, negotiated, query, response);
      else {
        const text = `The limit of ${this.#maxRunning} concurrent scrapes is reached; try again later.\n`;
        this.#refuse(response, 503, text, negotiated);
      }
    } catch (error) {
      if (!(error instanceof QueryError)) throw error;
      this.#refuse(response, 400, `${error.message}\n`, negotiate(request.headers.accept));
    }
  }

  /** Whether something else has begun to answer: then nothing can be added, and the error says what may be wrong. */
  isAnswered(response: ServerResponse): boolean {
    if (!response.headersSent) return false;
    reportOnce(this, new AnsweredError(), { source: "service", cause: "encoding" });
    this.#self.countError("encoding");
    return true;
  }

  /** A HEAD needs no gathering: what it may leave out is what only the body would tell. */
  #describe(negotiated: Negotiated, query: ScrapeQuery, response: ServerResponse): void {
    beginExposition(response, negotiated, query);
    response.end();
  }

  async #scrape(
    request: IncomingMessage,
    negotiated: Negotiated,
    query: ScrapeQuery,
    response: ServerResponse,
  ): Promise<void> {
    const { gone, end } = this.#countUntilClosed(response);
    const timeoutMs = collectTimeoutMs(request.headers["x-prometheus-scrape-timeout-seconds"], this.#timeoutSeconds);
    const gzip = this.#acceptsGzip(request.headers["accept-encoding"]);
    const shared = this.#gather.join(query.names, timeoutMs);
    const failures: ScrapeFailure[] = [];
    let body: SharedBody | undefined;
    try {
      const gathered = await Promise.race([shared.gathered, gone]);
      body = shared.body(gathered, negotiated);
      if (response.headersSent) throw new AnsweredError();
      beginExposition(response, negotiated, query);
      await body.send(response, gzip, gone);
      this.#self.countScrape(negotiated.format, 200);
    } catch (error) {
      if (isGone(error)) failures.push("aborted");
      else failures.push(this.#fail(response, error, body === undefined ? "gather" : "encoding", negotiated));
    } finally {
      shared.release();
      if (!isConnected(response)) end();
      for (const cause of [...failures, ...(body?.failures ?? [])]) this.#self.countError(cause);
    }
  }

  /** Counts a scrape as running until its response is closed, or `end` is called; `gone` rejects when its client goes away. */
  #countUntilClosed(response: ServerResponse): { gone: Promise<never>; end: () => void } {
    let isRunning = true;
    const end = (): void => {
      if (isRunning) this.#running--;
      isRunning = false;
    };
    this.#running++;
    const gone = new Promise<never>((_, reject) => {
      finished(response, (error) => {
        end();
        if (error) reject(error);
      });
    });
    // It may go when nothing is waited for.
    gone.catch(() => {});
    return { gone, end };
  }

  #fail(response: ServerResponse, error: unknown, cause: ScrapeFailure, negotiated: Negotiated): ScrapeFailure {
    reportOnce(this, error, { source: "service", cause });
    // The text says nothing of the error, which may tell more than a scraper should know.
    if (!response.headersSent)
      this.#refuse(response, 500, `The scrape failed (${cause}); the service knows more.\n`, negotiated);
    else if (!(error instanceof AnsweredError)) response.destroy();
    return cause;
  }

  #refuse(response: ServerResponse, status: number, text: string, { format }: Negotiated): void {
    sendText(response, status, text);
    this.#self.countScrape(format, status);
  }
}

function beginExposition(response: ServerResponse, { contentType }: Negotiated, { view }: ScrapeQuery): void {
  beginAnswer(response, 200);
  const isText = view !== undefined && view !== "protobuf";
  response.setHeader("Content-Type", isText ? "text/plain; charset=utf-8" : contentType);
  if (view === "protobuf") response.setHeader("Content-Disposition", 'attachment; filename="metrics.binpb"');
  response.setHeader("X-Content-Type-Options", "nosniff");
  response.appendHeader("Vary", VARY);
}

/** Whether a response failed because there is nobody any more to read it. */
function isGone(error: unknown): boolean {
  const code = isError(error) && "code" in error ? error.code : undefined;
  return ["ERR_STREAM_PREMATURE_CLOSE", "ERR_STREAM_DESTROYED", "ECONNRESET", "EPIPE"].includes(code as string);
}

/** The framework answered by itself. */
class AnsweredError extends Error {
  constructor() {
    super(
      "The request for the metrics was answered before the metrics were there; tell the framework that the handler answers " +
        "(Koa: context.respond = false, Fastify: reply.hijack()), and let no other handler answer the same request.",
    );
  }
}
