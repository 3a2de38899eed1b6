import type { ServerOptions as TlsServerOptions } from "node:https";
import { URL } from "node:url";
import type { Gatherer } from "../model/collector.js";
import { withCode } from "../model/errors/coded-error.js";
import { MAX_TIMER_SECONDS } from "../platform/timers.js";
import { throwInvalidOption } from "../validation/errors.js";
import { gathererRule } from "../validation/gatherer.js";
import {
  boolean,
  checkOption,
  checkOptions,
  type OptionCheck,
  type OptionRule,
  type OptionRules,
  string,
} from "../validation/options.js";

/** Options for {@link metricsHandler}. */
export interface MetricsHandlerOptions {
  /** The registry that is scraped (default: the default registry). */
  readonly registry?: Gatherer | undefined;
  /** Maximum number of concurrent scrapes, at least 1 (default 40). Further scrapes get status 503. */
  readonly maxConcurrentScrapes?: number | undefined;
  /**
   * Time that collectors may take, in seconds: above 0 and at most 300 (default 10). The header
   * `X-Prometheus-Scrape-Timeout-Seconds`, which Prometheus sends, takes precedence.
   */
  readonly scrapeTimeoutSeconds?: number | undefined;
  /**
   * Whether OpenMetrics includes the creation time of counters, histograms and summaries (default false). Protobuf
   * always does.
   */
  readonly createdSamples?: boolean | undefined;
}

/** Options for {@link Service}. */
export interface ServiceOptions extends MetricsHandlerOptions {
  /** Path of the metrics (default `/metrics`). */
  readonly path?: string | undefined;
}

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

/** Options for {@link Service.stop}. */
export interface StopOptions {
  /** Time that running scrapes have to finish, in seconds, at least 0 (default 5). */
  readonly graceSeconds?: number | undefined;
}

/** Longest deadline of a scrape, in seconds, whatever timeout a request has. */
export const MAX_SCRAPE_TIMEOUT_SECONDS = 300;

/** Paths of the service's own pages. */
export const ownPaths = { landing: "/", healthy: "/-/healthy", robots: "/robots.txt" } as const;

const path: OptionCheck = (subject, option, value) => {
  checkOption(subject, option, value, string);
  checkOption(subject, option, value, canonicalPath);
  checkOption(subject, option, value, freePath);
};

const canonicalPath: OptionRule = {
  rule: 'must begin with "/" and contain only characters that a URL path keeps as they are, without "?", "#", "//" or ".."',
  type: "string",
  holds: (value: string) =>
    value.startsWith("/") && !value.includes("//") && new URL(value, "http://host").pathname === value,
};

const freePath: OptionRule = {
  rule: "must differ from the service's own pages",
  type: "string",
  holds: (value) => value !== ownPaths.healthy && value !== ownPaths.robots,
};

/** Checks TLS options. No error shows the value, because it may contain a private key. */
const tls: OptionCheck = (subject, option, value) => {
  if (typeof value !== "object" || value === null)
    throwInvalidOption(subject, option, value, "must be options of node:https, like { key, cert }", "other");
  const { key, cert, pfx, SNICallback, minVersion, secureProtocol } = value as TlsServerOptions;
  if (!((key && cert) || pfx || SNICallback)) {
    throw withCode(
      "NARTHEX_INVALID_OPTION",
      new TypeError(
        `${subject}: ${option} must have key and cert, or pfx. Pass the text or bytes themselves, not the path of a file.`,
      ),
    );
  }
  if (secureProtocol)
    throw withCode(
      "NARTHEX_INVALID_OPTION",
      new TypeError(`${subject}: ${option} must not have secureProtocol. Use minVersion and maxVersion instead.`),
    );
  if (minVersion === "TLSv1" || minVersion === "TLSv1.1")
    throw withCode(
      "NARTHEX_INVALID_OPTION",
      new RangeError(`${subject}: ${option} must not allow versions before TLS 1.2, which are insecure.`),
    );
};

const metricsRules: OptionRules<keyof MetricsHandlerOptions> = {
  registry: gathererRule,
  maxConcurrentScrapes: {
    rule: "must be a whole number of at least 1",
    type: "number",
    holds: (value: number) => Number.isSafeInteger(value) && value >= 1,
  },
  scrapeTimeoutSeconds: {
    rule: `must be a number of seconds above 0, at most ${MAX_SCRAPE_TIMEOUT_SECONDS}`,
    type: "number",
    holds: (value: number) => value > 0 && value <= MAX_SCRAPE_TIMEOUT_SECONDS,
  },
  createdSamples: boolean,
};

const serviceRules: OptionRules<keyof ServiceOptions> = { ...metricsRules, path };

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

const stopRules: OptionRules<keyof StopOptions> = {
  graceSeconds: {
    rule: `must be a number of seconds from 0 to ${MAX_TIMER_SECONDS}`,
    type: "number",
    holds: (value: number) => value >= 0 && value <= MAX_TIMER_SECONDS,
  },
};

/**
 * Checks the options of {@link metricsHandler}.
 *
 * @throws {TypeError | RangeError} if an option is unknown or invalid
 */
export function checkMetricsHandlerOptions(options: unknown): void {
  checkOptions("metricsHandler", options, metricsRules);
}

/**
 * Checks the options of {@link Service}.
 *
 * @throws {TypeError | RangeError} if an option is unknown or invalid
 */
export function checkServiceOptions(options: unknown): void {
  checkOptions("Service", options, serviceRules);
}

/**
 * Checks the options of {@link Service.start}.
 *
 * @throws {TypeError | RangeError} if an option is unknown or invalid
 */
export function checkStartOptions(options: unknown): void {
  checkOptions("Service.start", options, startRules);
}

/**
 * Checks the options of {@link Service.stop}.
 *
 * @throws {TypeError | RangeError} if an option is unknown or invalid
 */
export function checkStopOptions(options: unknown): void {
  checkOptions("Service.stop", options, stopRules);
}
