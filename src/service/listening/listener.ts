import type { Server } from "node:http";
import { reportOnce } from "../../globals/error-listener.js";
import type { ServerLimits } from "../limits/server-limits.js";
import type { ListenAddress } from "../options/listen.js";
import type { StartOptions } from "../options/start.js";
import type { RequestHandler } from "../request-handler.js";
import type { SelfMetrics } from "../self-metrics.js";
import type { TlsSource } from "../tls/tls-source.js";
import { Connections } from "./connections.js";
import { serverFactory } from "./server.js";
import { listenOnTcp } from "./tcp.js";

/** The open addresses of a running service. There is a server for each of them. */
export class Listener {
  /** The URLs of the addresses, without a trailing slash, in the order of the options. */
  readonly urls: readonly string[];
  readonly #connections: Connections;

  private constructor(connections: Connections, urls: readonly string[]) {
    this.#connections = connections;
    this.urls = urls;
  }

  /**
   * Opens all addresses. If one of them cannot be opened, the others are closed.
   *
   * @param handler - the handler of requests
   * @param options - the options, already checked; those for TLS do not count
   * @param limits - the limits of connections and requests
   * @param tls - the options for TLS, if any
   * @param self - the metrics of the service
   * @throws {Error} if a file of TLS is invalid
   * @throws {Error} if the service cannot listen on an address; the message names the address, the reason and the remedy,
   * and `cause` is the error of the system
   */
  static async open(
    handler: RequestHandler,
    { unref = false, ...options }: StartOptions,
    limits: ServerLimits,
    tls: TlsSource | undefined,
    self: SelfMetrics,
  ): Promise<Listener> {
    const createServer = await serverFactory(tls, limits.serverOptions, self);
    const connections = new Connections({ maxConnections: limits.maxConnections, unref });
    const scheme = tls === undefined ? "http" : "https";
    const urls: string[] = [];
    try {
      for (const address of options.listen ?? [options]) {
        const server = createServer();
        connections.add(server);
        limits.apply(server, (socket) => connections.isBusy(socket));
        server.on("request", (request, response) => {
          if (!limits.refuses(request, response)) handler(request, response);
        });
        urls.push(await openAddress(server, address, scheme));
        // Without a listener, an error while accepting a connection (such as too many open files) would end the process.
        server.on("error", (error) => reportOnce(server, error, { source: "service", code: "NARTHEX_SERVER_FAILED" }));
        if (unref) server.unref();
      }
    } catch (error) {
      await connections.drain(0);
      throw error;
    }
    return new Listener(connections, urls);
  }

  /**
   * Closes all addresses. Responses in progress may complete.
   *
   * @param graceSeconds - the time for responses to complete
   */
  async close(graceSeconds: number): Promise<void> {
    await this.#connections.drain(graceSeconds);
  }
}

async function openAddress(server: Server, address: ListenAddress, scheme: string): Promise<string> {
  return `${scheme}:${await listenOnTcp(server, address)}`;
}
