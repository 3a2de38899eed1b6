import type { Gatherer } from "../../model/collector.js";
import { gathererRule } from "../../validation/gatherer.js";
import { boolean, checkOptions, type OptionRules } from "../../validation/options.js";
import { type RequestLimits, requestLimits } from "./limits.js";

/** Options for {@link metricsHandler}. */
export interface MetricsHandlerOptions {
  /** The registry that is scraped (default: the default registry). */
  readonly registry?: Gatherer | undefined;
  /** Maximum number of concurrent scrapes, at least 1 (default 40). Further ones get status 503 with `Retry-After`. */
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
  /** Limits of requests and responses. */
  readonly limits?: RequestLimits | undefined;
}

/** Longest deadline of a scrape, in seconds, whatever timeout a request has. */
export const MAX_SCRAPE_TIMEOUT_SECONDS = 300;

/**
 * The rules of the options that {@link metricsHandler} and {@link Service} share.
 *
 * @internal
 */
export const metricsRules: OptionRules<keyof MetricsHandlerOptions> = {
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
  limits: requestLimits,
};

/**
 * Checks the options of {@link metricsHandler}.
 *
 * @throws {TypeError | RangeError} if an option is unknown or invalid
 */
export function checkMetricsHandlerOptions(options: unknown): void {
  checkOptions("metricsHandler", options, metricsRules);
}
