import { withCode } from "../../model/errors/coded-error.js";
import { abortSignal, boolean, checkOptions, type OptionRules } from "../../validation/options.js";
import { checkFamily, type TcpAddress, tcpRules } from "./addresses/tcp.js";
import { type ListenAddress, listen } from "./listen.js";
import { path } from "./path.js";
import { type TlsOptions, tls } from "./tls.js";

/** Options for {@link Service.start}. */
export interface StartOptions extends TcpAddress {
  /**
   * Addresses to listen on, instead of `host` and `port`. If the service cannot listen on one of them, it listens on
   * none.
   */
  readonly listen?: readonly ListenAddress[] | undefined;
  /** Path of the metrics (default: the path given to the constructor). */
  readonly path?: string | undefined;
  /**
   * Options for TLS: files, for example `{ certFile, keyFile }`, and those of `node:https`. If present, the service
   * serves HTTPS with TLS 1.2 or later. `minVersion` and `maxVersion` select the versions; `secureProtocol` is refused.
   */
  readonly tls?: TlsOptions | undefined;
  /** Whether the process may exit while the service runs (default false). */
  readonly unref?: boolean | undefined;
  /**
   * Signal that stops the service when it aborts, like {@link Service.stop} with its default grace. {@link Service.start}
   * rejects with the reason if it has aborted before.
   */
  readonly signal?: AbortSignal | undefined;
}

const startRules: OptionRules<keyof StartOptions> = {
  ...tcpRules,
  listen,
  path,
  tls,
  unref: boolean,
  signal: abortSignal,
};

/**
 * Checks the options of {@link Service.start}.
 *
 * @throws {TypeError | RangeError} if an option is unknown or invalid, or two options exclude each other
 */
export function checkStartOptions(options: unknown): void {
  const subject = "Service.start";
  checkOptions(subject, options, startRules);
  const given = options as StartOptions;
  checkFamily(subject, given);
  const single = (Object.keys(tcpRules) as (keyof TcpAddress)[]).find((option) => given[option] !== undefined);
  if (given.listen !== undefined && single !== undefined)
    throw withCode(
      "NARTHEX_CONFLICTING_OPTIONS",
      new TypeError(`${subject}: ${single} must not be set together with listen. Set it in the addresses of listen.`),
    );
}
