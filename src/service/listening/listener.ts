import type { AddressInfo } from "node:net";
import { isIPv6 } from "node:net";
import { reportOnce } from "../../globals/error-listener.js";
import type { StartOptions } from "../options/start.js";
import type { RequestHandler } from "../request-handler.js";
import { Connections } from "./connections.js";
import { listenError } from "./listen-error.js";
import { serverFor } from "./server.js";

/** A listening server. */
export class Listener {
  /** The URL of the server, without a trailing slash. */
  readonly url: string;
  readonly #connections: Connections;

  private constructor(connections: Connections, url: string) {
    this.#connections = connections;
    this.url = url;
  }

  /**
   * Opens a server.
   *
   * @param handler - the handler of its requests
   * @param options - the options, already checked
   * @throws {Error} if the server cannot listen there; the message names the reason and the remedy, and `cause` is the error
   * of the system
   */
  static async open(handler: RequestHandler, options: StartOptions): Promise<Listener> {
    const { host, port = 0, tls, unref = false } = options;
    const server = await serverFor(tls);
    const connections = new Connections(server, unref);
    server.on("request", handler);
    await new Promise<void>((resolve, reject) => {
      server.once("error", (error: NodeJS.ErrnoException) => reject(listenError(error, host, port)));
      server.listen({ port, host }, () => resolve());
    });
    // Without a listener, an error while accepting a connection (such as too many open files) would end the process.
    server.on("error", (error) => reportOnce(server, error, { source: "service", code: "NARTHEX_SERVER_FAILED" }));
    if (unref) server.unref();
    const scheme = tls === undefined ? "http" : "https";
    return new Listener(connections, `${scheme}://${hostInUrl(host)}:${(server.address() as AddressInfo).port}`);
  }

  /**
   * Stops listening. Responses in progress may complete.
   *
   * @param graceSeconds - the time for responses to complete
   */
  async close(graceSeconds: number): Promise<void> {
    await this.#connections.drain(graceSeconds);
  }
}

/** Returns the host for a URL. A wildcard address is not a host, so `localhost` stands for it. */
function hostInUrl(host: string | undefined): string {
  if (host === undefined || host === "0.0.0.0" || /^[0:]+$/.test(host)) return "localhost";
  return isIPv6(host) ? `[${host}]` : host;
}
