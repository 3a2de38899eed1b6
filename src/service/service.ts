import { asyncDispose } from "../platform/dispose.js";
import { Listener } from "./listener.js";
import { MetricsEndpoint } from "./metrics-endpoint.js";
import {
  checkServiceOptions,
  checkStartOptions,
  checkStopOptions,
  type ServiceOptions,
  type StartOptions,
  type StopOptions,
} from "./options.js";
import type { RequestHandler } from "./request-handler.js";
import { routeRequest } from "./router.js";

/**
 * Serves metrics over HTTP or HTTPS: in the format and content coding that each request asks for, with a landing page at `/`,
 * `/-/healthy` and `/robots.txt`.
 *
 * Beside what the registry has, each scrape shows `narthex_scrapes_total` and `narthex_scrape_errors_total`.
 * `?name[]=` restricts it to families of these names; `?debug=` with `text`, `openmetrics` or the name of a format shows that
 * format in a browser.
 *
 * @example
 * ```ts
 * const service = new Service();
 * await service.start({ host: "127.0.0.1", port: 8000 });
 * console.log(`Serving prometheus metrics on: ${service.metricsUrl}`);
 * ```
 */
export class Service implements AsyncDisposable {
  /**
   * Answers a request, for a server that one already has. It may be mounted under any prefix: the end of the path decides,
   * so the landing page is where the path ends in `/`, or at the prefix itself where the framework says so. It works whether or not the service is started. It answers every request
   * that reaches it, with 404 where it has no page: so mount it under a prefix, not in front of other routes.
   *
   * @example
   * ```ts
   * app.use("/internal", service.handler); // Express: /internal/metrics
   * ```
   */
  readonly handler: RequestHandler;
  readonly #endpoint: MetricsEndpoint;
  #path: string;
  #starting: Promise<Listener> | undefined;
  #listener: Listener | undefined;
  #stopping: Promise<void> | undefined;

  /**
   * @param options - the registry, the path and limits
   * @throws TypeError or RangeError when an option is unknown, of the wrong type or out of range
   */
  constructor(options: ServiceOptions = {}) {
    checkServiceOptions(options);
    this.#path = options.path ?? "/metrics";
    this.#endpoint = new MetricsEndpoint(options);
    this.handler = (request, response) => this.#answer(true, request, response);
  }

  /** The service's own address, such as `http://127.0.0.1:8000`. Throws an Error when it is not running. */
  get url(): string {
    if (this.#listener === undefined)
      throw new Error("The service has no URL: it is not running; await start() first.");
    return this.#listener.url;
  }

  /** Where the metrics are, such as `http://127.0.0.1:8000/metrics`. Throws an Error when the service is not running. */
  get metricsUrl(): string {
    return this.url + this.#path;
  }

  /**
   * Begins to listen. A service that was stopped may be started again.
   *
   * @param options - host, port, path and TLS
   * @returns the service, so that `await using service = await new Service().start()` stops it at the end of the scope
   * @throws TypeError or RangeError when an option is wrong; Error when the service is running, or cannot listen there
   */
  async start(options: StartOptions = {}): Promise<this> {
    checkStartOptions(options);
    if (this.#stopping !== undefined) throw new Error("The service is stopping; await stop() before start().");
    if (this.#starting !== undefined) {
      const where = this.#listener === undefined ? "is starting" : `is running at ${this.url}`;
      throw new Error(`The service ${where} already; stop() it first, or make another one.`);
    }
    this.#path = options.path ?? this.#path;
    this.#starting = Listener.open((request, response) => this.#answer(false, request, response), options);
    try {
      this.#listener = await this.#starting;
    } catch (error) {
      this.#starting = undefined;
      throw error;
    }
    return this;
  }

  /**
   * Stops listening. Idle connections are closed at once; running scrapes are answered first, for a while. Does nothing
   * when the service is not running; while it starts, it is stopped as soon as it has started.
   *
   * @param options - how long running scrapes may take
   * @throws TypeError or RangeError when an option is wrong
   */
  async stop(options: StopOptions = {}): Promise<void> {
    checkStopOptions(options);
    this.#stopping ??= this.#stop((options.graceSeconds ?? 5) * 1000);
    await this.#stopping;
  }

  /** Stops the service. */
  [asyncDispose](): Promise<void> {
    return this.stop();
  }

  async #stop(graceMs: number): Promise<void> {
    try {
      const listener = await this.#starting?.catch(() => undefined);
      await listener?.close(graceMs);
    } finally {
      this.#listener = undefined;
      this.#starting = undefined;
      this.#stopping = undefined;
    }
  }

  #answer(isMounted: boolean, ...[request, response]: Parameters<RequestHandler>): void {
    routeRequest(this.#endpoint, { path: this.#path, isMounted }, request, response);
  }
}
