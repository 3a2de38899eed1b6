import { checkOptions, type OptionRules } from "../../validation/options.js";
import { type GuardOptions, guardOption } from "./guard.js";
import { type ServiceLimits, serviceLimits } from "./limits.js";
import { type Logger, logger } from "./logger.js";
import { type MetricsHandlerOptions, metricsRules } from "./metrics-handler.js";
import { path } from "./path.js";
import { webConfigFile } from "./web-config-file.js";

/** Options for {@link Service}. */
export interface ServiceOptions extends MetricsHandlerOptions {
  /** Path of the metrics (default `/metrics`). */
  readonly path?: string | undefined;
  /** The guard of everything that the service and its handler serve (default: none). */
  readonly guard?: GuardOptions | undefined;
  /**
   * Logger for the addresses of the service, files that are read again, refused clients, limits that act, and errors
   * (default: none). Messages that clients can cause are written once a minute. Errors are also reported to
   * `onError`; without a listener, the logger takes the place of process warnings.
   */
  readonly logger?: Logger | undefined;
  /** Limits of connections, requests and responses. */
  readonly limits?: ServiceLimits | undefined;
  /**
   * Path of a web-config file of Prometheus, which has TLS, users, a rate limit and headers (default: the environment
   * variable `NARTHEX_WEB_CONFIG_FILE`). It replaces `guard`, and `tls` of {@link Service.start}.
   */
  readonly webConfigFile?: string | undefined;
}

const serviceRules: OptionRules<keyof ServiceOptions> = {
  ...metricsRules,
  path,
  guard: guardOption,
  limits: serviceLimits,
  webConfigFile,
  logger,
};

/**
 * Checks the options of {@link Service}.
 *
 * @throws {TypeError | RangeError} if an option is unknown or invalid
 */
export function checkServiceOptions(options: unknown): void {
  checkOptions("Service", options, serviceRules);
}
