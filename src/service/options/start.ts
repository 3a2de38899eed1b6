import type { ServerOptions as TlsServerOptions } from "node:https";
import { boolean, checkOptions, type OptionRules } from "../../validation/options.js";
import { path } from "./path.js";
import { tls } from "./tls.js";

/** Options for {@link Service.start}. */
export interface StartOptions {
  /** Address or host name to listen on (default: all addresses of the machine). */
  readonly host?: string | undefined;
  /** Port, from 0 to 65535 (default 0: any free port, see {@link Service.metricsUrl}). */
  readonly port?: number | undefined;
  /** Path of the metrics (default: the path given to the constructor). */
  readonly path?: string | undefined;
  /**
   * Options of `node:https`, for example `{ key, cert }`. If present, the service serves HTTPS with TLS 1.2 or later.
   * `minVersion` and `maxVersion` select the versions; `secureProtocol` is refused.
   */
  readonly tls?: TlsServerOptions | undefined;
  /** Whether the process may exit while the service runs (default false). */
  readonly unref?: boolean | undefined;
}

const startRules: OptionRules<keyof StartOptions> = {
  host: { rule: "must be an address or a host name", holds: (value) => typeof value === "string" && value !== "" },
  port: {
    rule: "must be a whole number from 0 to 65535",
    type: "number",
    holds: (value: number) => Number.isInteger(value) && value >= 0 && value <= 65_535,
  },
  path,
  tls,
  unref: boolean,
};

/**
 * Checks the options of {@link Service.start}.
 *
 * @throws {TypeError | RangeError} if an option is unknown or invalid
 */
export function checkStartOptions(options: unknown): void {
  checkOptions("Service.start", options, startRules);
}
