import type { IncomingMessage, Server, ServerOptions, ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { delayOf } from "../../platform/timers.js";
import type { All, ServiceLimits } from "../options/limits.js";
import { sendText } from "../responses/respond.js";
import { isHttp2 } from "../responses/response-kind.js";
import type { SelfMetrics } from "../self-metrics.js";
import { answerClientError, type ErrorAnswer } from "./client-error.js";
import type { SendDeadline } from "./send-deadline.js";

/** The longest time between two checks for slow requests, in milliseconds. */
const MAX_CHECKING_INTERVAL_MS = 5000;

const requestCount = Symbol("narthex.requestCount");

/** A connection with the number of its requests. A weak map of connections would cost more at each request. */
interface CountedSocket extends Socket {
  [requestCount]?: number;
}

/** The limits of the connections and requests of a server. Each one that acts is counted. */
export class ServerLimits {
  readonly #limits: All<ServiceLimits>;
  readonly #self: SelfMetrics;
  readonly #deadline: SendDeadline;

  /**
   * @param limits - the limits
   * @param self - the metrics that count when a limit acts
   * @param deadline - the time for clients to read a response
   */
  constructor(limits: All<ServiceLimits>, self: SelfMetrics, deadline: SendDeadline) {
    this.#limits = limits;
    this.#self = self;
    this.#deadline = deadline;
  }

  /** The maximum number of open connections. */
  get maxConnections(): number {
    return this.#limits.maxConnections;
  }

  /** Options for servers of `node:http` and `node:https`. */
  get serverOptions(): ServerOptions {
    const { maxHeaderBytes, headersTimeoutSeconds, requestTimeoutSeconds, idleTimeoutSeconds } = this.#limits;
    const requestTimeout = delayOf(requestTimeoutSeconds);
    // Node.js rejects a longer time for the headers than for the whole request.
    const headersTimeout = Math.min(delayOf(headersTimeoutSeconds), requestTimeout);
    return {
      maxHeaderSize: maxHeaderBytes,
      headersTimeout,
      requestTimeout,
      connectionsCheckingInterval: Math.min(MAX_CHECKING_INTERVAL_MS, Math.ceil(headersTimeout / 2)),
      keepAliveTimeout: delayOf(idleTimeoutSeconds),
      // Node.js would respond without the headers of other responses, so `refuses` checks it.
      requireHostHeader: false,
    };
  }

  /**
   * Applies the limits that are not options to a server.
   *
   * @param isBusy - whether a connection has a response in progress
   */
  apply(server: Server, isBusy: (socket: Socket) => boolean): void {
    // Node.js drops the headers over its limit. With one more than allowed, `refuses` sees that there are too many.
    server.maxHeadersCount = this.#limits.maxHeaders + 1;
    server.on("drop", () => this.#self.countClosure("limit"));
    server.on("timeout", (socket: Socket) => {
      this.#self.countClosure("idle");
      socket.destroy();
    });
    server.on("clientError", (error: NodeJS.ErrnoException, socket: Socket) =>
      answerClientError(error, socket, isBusy(socket), this.#self),
    );
    // Without these, Node.js would ask for the body, or respond without the headers of other responses.
    const request = (...args: [IncomingMessage, ServerResponse]): void => void server.emit("request", ...args);
    server.on("checkContinue", request);
    server.on("checkExpectation", request);
  }

  /**
   * Responds to a request that breaks a limit.
   *
   * @returns whether it does
   */
  refuses(request: IncomingMessage, response: ServerResponse): boolean {
    this.#deadline.watch(response);
    if (isHttp2(response)) return false;
    const isLast = this.#countRequest(request.socket, response);
    const isWithBody = hasBody(request);
    const refusal = this.#refusalOf(request, isWithBody);
    if (isLast || isWithBody || refusal !== undefined) response.setHeader("Connection", "close");
    if (refusal === undefined) return false;
    const [status, text, reason] = refusal;
    this.#self.countRefusal(reason);
    sendText(response, status, text);
    return true;
  }

  #refusalOf(request: IncomingMessage, isWithBody: boolean): ErrorAnswer | undefined {
    const { headers, rawHeaders, httpVersion, method } = request;
    const { maxHeaders } = this.#limits;
    if (rawHeaders.length > 2 * maxHeaders)
      return [431, `There are more than ${maxHeaders} headers.\n`, "headers_too_large"];
    // Node.js also accepts 0.9 and 2.0, and then responds as in HTTP/1.1.
    if (httpVersion !== "1.1" && httpVersion !== "1.0")
      return [505, "The version of HTTP must be 1.0 or 1.1.\n", "malformed"];
    if (headers.host === undefined && httpVersion !== "1.0") return [400, "The header Host is missing.\n", "malformed"];
    // A request with another method is rejected for that.
    if (!isWithBody || (method !== "GET" && method !== "HEAD")) return undefined;
    return [413, "Requests have no body here.\n", "body"];
  }

  /**
   * Counts a request of a connection.
   *
   * @returns whether it is the last one
   */
  #countRequest(socket: CountedSocket, response: ServerResponse): boolean {
    const count = (socket[requestCount] ?? 0) + 1;
    socket[requestCount] = count;
    if (count === this.#limits.maxRequestsPerConnection)
      response.once("close", () => this.#self.countClosure("requests"));
    return count >= this.#limits.maxRequestsPerConnection;
  }
}

/** Whether a request has a body. It is never read: the connection is closed after the response. */
function hasBody({ headers }: IncomingMessage): boolean {
  return headers["transfer-encoding"] !== undefined || Number(headers["content-length"] ?? 0) > 0;
}
