import type { IncomingMessage, ServerResponse } from "node:http";
import { withCode } from "../model/errors/coded-error.js";
import { throwIfAborted } from "../platform/abort.js";
import { asyncDispose } from "../platform/dispose.js";
import { Guard } from "./guard/guard.js";
import { GuardSettings } from "./guard/settings.js";
import { ServerLimits } from "./limits/server-limits.js";
import { Listener } from "./listening/listener.js";
import { ServiceLog } from "./log/service-log.js";
import { MetricsEndpoint } from "./metrics-endpoint.js";
import { serviceLimitsOf } from "./options/limits.js";
import { checkServiceOptions, type ServiceOptions } from "./options/service.js";
import { checkStartOptions, type StartOptions } from "./options/start.js";
import { checkStopOptions, type StopOptions } from "./options/stop.js";
import type { RequestHandler } from "./request-handler.js";
import { sendText } from "./responses/respond.js";
import { routeRequest } from "./router.js";
import { SelfMetrics } from "./self-metrics.js";
import { fixedTls } from "./tls/tls-source.js";
import type { WebConfigFile } from "./web-config/web-config-file.js";
import { WebConfigSource } from "./web-config/web-config-source.js";

/**
 * An HTTP or HTTPS server for metrics. It serves the format and content encoding that each request negotiates, and in
 * addition a landing page at `/`, `/-/healthy` and `/robots.txt`.
 *
 * Each scrape shows the metrics of the registry, `narthex_scrapes_total` and `narthex_scrape_errors_total`. The
 * parameter `name[]` selects families by name and can be repeated. The parameter `debug` selects a format to show in a
 * browser: `text`, `openmetrics` or the name of a format.
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
   * A handler to mount in an existing server. It works whether or not the service is started.
   *
   * The handler may be mounted under any prefix, because only the end of the path counts. The landing page is at every
   * path that ends in `/`, and at the prefix itself if the framework supports it. The handler responds to every request
   * that reaches it, with 404 if it has no page. Mount it under a prefix, not in front of other routes.
   *
   * @example
   * ```ts
   * app.use("/internal", service.handler); // Express: /internal/metrics
   * ```
   */
  readonly handler: RequestHandler;
  readonly #log: ServiceLog;
  readonly #self: SelfMetrics;
  readonly #endpoint: MetricsEndpoint;
  readonly #guard: Guard | undefined;
  readonly #webConfig: WebConfigSource | undefined;
  readonly #limits: ServerLimits;
  /** The path given to the constructor. */
  readonly #defaultPath: string;
  #path: string;
  #starting: Promise<Listener> | undefined;
  #listener: Listener | undefined;
  #stopping: Promise<void> | undefined;
  /** Removes the listener of the signal that stops the service. */
  #ignoreSignal: (() => void) | undefined;

  /**
   * @param options - the registry, the path, the guard and limits
   * @throws {TypeError} if an option is unknown or of the wrong type
   * @throws {RangeError} if an option is out of range
   * @throws {Error} if the guard has passwords, and the process cannot check any
   * @throws {TypeError} if there are both a guard and a web-config file
   */
  constructor(options: ServiceOptions = {}) {
    checkServiceOptions(options);
    this.#defaultPath = options.path ?? "/metrics";
    this.#path = this.#defaultPath;
    this.#log = new ServiceLog(options.logger);
    this.#self = new SelfMetrics(this.#log);
    this.#endpoint = new MetricsEndpoint(options, this.#self);
    const webConfig = WebConfigSource.of(options.webConfigFile, this.#self);
    this.#webConfig = webConfig;
    if (webConfig !== undefined) {
      if (options.guard !== undefined) throw webConfig.conflictWith("Service: guard");
      this.#guard = new Guard(() => webConfig.guardSettings(), this.#self);
    } else if (options.guard !== undefined) {
      const settings = new GuardSettings(options.guard);
      this.#guard = new Guard(() => settings, this.#self);
    }
    this.#limits = new ServerLimits(serviceLimitsOf(options.limits), this.#self, this.#endpoint.sendDeadline);
    this.handler = (request, response) => this.#handle(true, request, response);
  }

  /**
   * The URL of the first TCP address, for example `http://127.0.0.1:8000`.
   *
   * @throws {Error} if the service is not running, or has no TCP address
   */
  get url(): string {
    const [first] = this.urls;
    const url = this.#listener?.tcpUrl;
    if (url !== undefined) return url;
    throw withCode(
      "NARTHEX_NO_TCP_ADDRESS",
      new Error(`The service has no URL, because it listens only on ${first}. Use urls, which has all addresses.`),
    );
  }

  /**
   * The addresses in the order of the options: URLs, and `unix:` with the path of a Unix socket.
   *
   * @throws {Error} if the service is not running
   */
  get urls(): readonly string[] {
    if (this.#listener === undefined)
      throw withCode(
        "NARTHEX_SERVICE_NOT_RUNNING",
        new Error("The service has no URL, because it is not running. Await start() first."),
      );
    return this.#listener.urls;
  }

  /**
   * The URL of the metrics at the first TCP address, for example `http://127.0.0.1:8000/metrics`.
   *
   * @throws {Error} if the service is not running, or has no TCP address
   */
  get metricsUrl(): string {
    return this.url + this.#path;
  }

  /**
   * Starts listening. A stopped service can be started again.
   *
   * @param options - the addresses, the path and TLS
   * @returns the service, so that `await using service = await new Service().start()` stops it at the end of the scope
   * @throws {TypeError} if an option is unknown or of the wrong type
   * @throws {RangeError} if an option is out of range
   * @throws {Error} if a file of TLS or the web-config file cannot be read, or its content is invalid
   * @throws {TypeError} if there are both TLS and a web-config file
   * @throws {Error} if the service is already running, or cannot listen on an address
   * @throws the reason of the signal, if it aborts before the service has started
   */
  async start(options: StartOptions = {}): Promise<this> {
    checkStartOptions(options);
    const { signal } = options;
    throwIfAborted(signal);
    if (this.#webConfig !== undefined && options.tls !== undefined)
      throw this.#webConfig.conflictWith("Service.start: tls");
    if (this.#stopping !== undefined)
      throw withCode("NARTHEX_SERVICE_RUNNING", new Error("The service is stopping. Await stop() before start()."));
    if (this.#starting !== undefined) {
      const state = this.#listener === undefined ? "already starting" : `already running at ${this.urls.join(", ")}`;
      throw withCode(
        "NARTHEX_SERVICE_RUNNING",
        new Error(`The service is ${state}. Stop it first, or create another one.`),
      );
    }
    this.#path = options.path ?? this.#defaultPath;
    this.#stopOnAbort(signal);
    this.#starting = this.#open(options);
    try {
      this.#listener = await this.#starting;
    } catch (error) {
      this.#starting = undefined;
      this.#path = this.#defaultPath;
      this.#ignoreSignal?.();
      throw error;
    }
    if (signal?.aborted) await this.#stopping;
    throwIfAborted(signal);
    this.#log.info(`listening on ${this.#listener.urls.join(", ")}, with the metrics at ${this.#path}`);
    return this;
  }

  /**
   * Stops listening. Idle connections are closed immediately; running scrapes have `graceSeconds` to complete. Does
   * nothing if the service is not running. A service that is starting is stopped as soon as it has started.
   *
   * @param options - the time for running scrapes to complete
   * @throws {TypeError} if an option is unknown or of the wrong type
   * @throws {RangeError} if an option is out of range
   */
  async stop(options: StopOptions = {}): Promise<void> {
    checkStopOptions(options);
    this.#stopping ??= this.#stop(options.graceSeconds ?? 5);
    await this.#stopping;
  }

  /** Stops the service. */
  [asyncDispose](): Promise<void> {
    return this.stop();
  }

  #stopOnAbort(signal: AbortSignal | undefined): void {
    const abort = (): void => void this.stop();
    signal?.addEventListener("abort", abort);
    this.#ignoreSignal = () => signal?.removeEventListener("abort", abort);
  }

  async #open(options: StartOptions): Promise<Listener> {
    const file = await this.#webConfig?.open();
    return Listener.open(
      (request, response) => this.#handle(false, request, response, file),
      options,
      this.#limits,
      file === undefined ? options.tls && fixedTls(options.tls) : file.serve(),
      this.#self,
    );
  }

  async #stop(graceSeconds: number): Promise<void> {
    this.#ignoreSignal?.();
    try {
      const listener = await this.#starting?.catch(() => undefined);
      await listener?.close(graceSeconds);
      if (listener !== undefined) this.#log.info("stopped");
    } finally {
      this.#listener = undefined;
      this.#starting = undefined;
      this.#stopping = undefined;
    }
  }

  #handle(isMounted: boolean, request: IncomingMessage, response: ServerResponse, file?: WebConfigFile): void {
    const route = (): void => {
      if (file?.admits(request.socket) === false) {
        this.#self.countRefusal("unauthorized");
        sendText(response, 403, "This connection has no valid client certificate. Connect again.\n");
      } else routeRequest(this.#endpoint, { path: this.#path, isMounted }, request, response);
    };
    if (this.#guard === undefined) route();
    else this.#guard.admit(request, response, route);
  }
}
