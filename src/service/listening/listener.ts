import type { Server } from "node:net";
import type { ServerLimits } from "../limits/server-limits.js";
import type { ListenAddress } from "../options/listen.js";
import type { StartOptions } from "../options/start.js";
import type { RequestHandler } from "../request-handler.js";
import type { SelfMetrics } from "../self-metrics.js";
import type { TlsSource } from "../tls/tls-source.js";
import { Connections } from "./connections.js";
import type { OpenAddress } from "./open-address.js";
import { serverFactory } from "./server.js";
import { listenOnDescriptor, takeSystemdSockets } from "./systemd.js";
import { listenOnTcp } from "./tcp.js";
import { listenOnUnixSocket } from "./unix-socket.js";

/** The open addresses of a running service. There is a server for each of them. */
export class Listener {
  readonly #connections: Connections;
  readonly #self: SelfMetrics;
  readonly #addresses: OpenAddress[] = [];

  private constructor(connections: Connections, self: SelfMetrics) {
    this.#connections = connections;
    this.#self = self;
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
    const listener = new Listener(connections, self);
    try {
      for (const address of options.listen ?? [options]) {
        for (const openOn of openersOf(address, tls === undefined ? "http" : "https")) {
          const server = createServer();
          connections.add(server);
          limits.apply(server, (socket) => connections.isBusy(socket));
          server.on("request", (request, response) => {
            if (!limits.refuses(request, response)) handler(request, response);
          });
          listener.#addresses.push(await openOn(server));
          server.on("error", (error) => listener.#report(server, error));
          if (unref) server.unref();
        }
      }
    } catch (error) {
      await listener.close(0);
      throw error;
    }
    return listener;
  }

  /** The URLs of the addresses, in the order of the options. */
  get urls(): readonly string[] {
    return this.#addresses.map(({ url }) => url);
  }

  /** The URL of the first TCP address, if there is one. */
  get tcpUrl(): string | undefined {
    return this.#addresses.find(({ isTcp }) => isTcp)?.url;
  }

  /**
   * Closes all addresses. Responses in progress may complete.
   *
   * @param graceSeconds - the time for responses to complete
   */
  async close(graceSeconds: number): Promise<void> {
    for (const { remove } of this.#addresses) {
      try {
        remove?.();
      } catch (error) {
        this.#report(this, error);
      }
    }
    await this.#connections.drain(graceSeconds);
  }

  /** Reports an error of a server. Without a listener, one while accepting a connection would end the process. */
  #report(subject: object, error: unknown): void {
    this.#self.log.report(subject, error, { source: "service", code: "NARTHEX_SERVER_FAILED" });
  }
}

/** Returns a function for each socket of an address, which lets a server listen on it. */
function openersOf(address: ListenAddress, scheme: string): readonly ((server: Server) => Promise<OpenAddress>)[] {
  if ("socketPath" in address) return [(server) => listenOnUnixSocket(server, address)];
  if ("systemd" in address)
    return takeSystemdSockets(address.name).map((fd) => (server) => listenOnDescriptor(server, fd, scheme));
  return [(server) => listenOnTcp(server, address, scheme)];
}
