import type { ServerOptions } from "node:http";
import { constants, createServer, type Http2Server, type ServerHttp2Session } from "node:http2";
import type { Server } from "node:https";
import type { TLSSocket } from "node:tls";
import { systemClock } from "../../globals/clock.js";
import { clearInterval, setInterval } from "../../platform/timers.js";
import { TokenBucket } from "../guard/token-bucket.js";
import { MAX_SCRAPE_TIMEOUT_SECONDS } from "../options/metrics-handler.js";
import type { Closure, SelfMetrics } from "../self-metrics.js";

/** Limits of each session, in the words of `node:http2`. Prometheus needs one stream at a time. */
const limits = {
  settings: { maxConcurrentStreams: 100, initialWindowSize: 16_384 },
  maxSessionMemory: 10,
  maxSessionInvalidFrames: 100,
  maxSessionRejectedStreams: 100,
} as const;

/** Streams that a client may reset: a hundred at once, then ten in a second. Node.js 20 has a fixed limit of 1000. */
const RESETS = { intervalSeconds: 0.1, burst: 100 };

/** The longest time for a stream: a scrape with the longest timeout, and a minute to read it. */
const MAX_STREAM_MS = MAX_SCRAPE_TIMEOUT_SECONDS * 1000 + 60_000;

/** The number of streams after which a session is closed, as after the requests of a connection in HTTP/1.1. */
const MAX_STREAMS = 10_000;

/**
 * The HTTP/2 sessions of a server for HTTPS. The server itself handles HTTP/1.1, with the same limits as without HTTP/2,
 * and receives the requests of both.
 */
export class Http2Sessions {
  readonly #server: Http2Server;
  readonly #self: SelfMetrics;
  readonly #times: Pick<ServerOptions, "headersTimeout" | "keepAliveTimeout" | "connectionsCheckingInterval">;

  /**
   * @param server - the server that receives the requests (`request`) and the sessions (`session`)
   * @param options - the options of HTTP/1.1, of which some limits apply here, too
   * @param self - the metrics that count sessions that are closed
   */
  constructor(server: Server, options: ServerOptions, self: SelfMetrics) {
    this.#self = self;
    this.#times = options;
    const { maxHeaderSize: maxHeaderListSize = 16_384 } = options;
    this.#server = createServer({ ...limits, settings: { ...limits.settings, maxHeaderListSize } });
    for (const event of ["request", "checkContinue", "checkExpectation"])
      this.#server.on(event, (request, response) => server.emit("request", request, response));
    this.#server.on("session", (session) => {
      this.#watch(session);
      server.emit("session", session);
    });
    this.#server.on("sessionError", ({ code }: NodeJS.ErrnoException) => {
      // Others are those of the connection, such as a reset.
      if (code?.startsWith("ERR_HTTP2_")) self.countRefusal("malformed");
    });
  }

  /** Begins a session on a connection whose handshake has chosen HTTP/2. */
  begin(socket: TLSSocket): void {
    // Without a listener, an error of the connection during the session could end the process.
    socket.on("error", () => {});
    this.#server.emit("connection", socket);
  }

  /**
   * Closes a session that waits too long: before its first stream, between two streams, or in a stream. The timeouts of
   * Node.js begin anew with each frame, such as a ping. Also closes a session that resets too many streams.
   */
  #watch(session: ServerHttp2Session): void {
    const { headersTimeout = 0, keepAliveTimeout = 0, connectionsCheckingInterval } = this.#times;
    let idleSince = systemClock.monotonic();
    let maxIdle = headersTimeout;
    let streams = 0;
    /** The open streams with the time when they began, the oldest one first. */
    const open = new Map<object, number>();
    const resets = new TokenBucket(RESETS);
    session.on("stream", (stream) => {
      open.set(stream, systemClock.monotonic());
      stream.once("close", () => {
        open.delete(stream);
        [idleSince, maxIdle] = [systemClock.monotonic(), keepAliveTimeout];
        if (stream.rstCode !== constants.NGHTTP2_NO_ERROR && resets.take() > 0) end("requests");
      });
      if (++streams === MAX_STREAMS) {
        this.#self.countClosure("requests");
        session.close();
      }
    });
    const end = (reason: Closure): void => {
      if (!session.destroyed) this.#self.countClosure(reason);
      session.destroy();
    };
    const check = setInterval(() => {
      const [oldest] = open.values();
      const isIdle = oldest === undefined && systemClock.monotonic() - idleSince > maxIdle;
      const isSlow = oldest !== undefined && systemClock.monotonic() - oldest > MAX_STREAM_MS;
      if (isIdle || isSlow) end(isIdle ? "idle" : "slow_reader");
    }, connectionsCheckingInterval).unref();
    session.once("close", () => clearInterval(check));
  }
}
