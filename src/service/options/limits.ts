import { MAX_TIMER_SECONDS } from "../../platform/timers.js";
import { checkOptions, type OptionCheck, type OptionRule, type OptionRules } from "../../validation/options.js";

/** Limits of a request and its response. They also apply to mounted handlers. */
export interface RequestLimits {
  /** Maximum length of a URL with its query, in bytes, at least 64 (default 8192). A longer one gets status 414. */
  readonly maxUrlBytes?: number | undefined;
  /** Maximum length of the `Accept` header, in bytes, at least 64 (default 4096). A longer one gets status 431. */
  readonly maxAcceptBytes?: number | undefined;
  /** Maximum number of `name[]` parameters, at least 1 (default 256). Further ones get status 400. */
  readonly maxNames?: number | undefined;
  /** Maximum length of the value of a `name[]` parameter, in characters, at least 1 (default 1024). */
  readonly maxNameLength?: number | undefined;
  /**
   * Time in which a client must read its response, in seconds, above 0 (default 60). Then it is disconnected, whether it
   * has read nothing or reads slowly. The time in which the collectors run does not count.
   */
  readonly sendTimeoutSeconds?: number | undefined;
}

/** Limits of a {@link Service}: those of a request, and those of its own server. */
export interface ServiceLimits extends RequestLimits {
  /** Maximum number of open connections, at least 1 (default 1000). Further ones are closed. */
  readonly maxConnections?: number | undefined;
  /** Maximum number of requests on one connection, at least 1 (default 10,000). It is closed after the last one. */
  readonly maxRequestsPerConnection?: number | undefined;
  /**
   * Maximum length of the request line and all headers together, in bytes, at least 1024 (default 16,384). Longer ones
   * get status 431.
   */
  readonly maxHeaderBytes?: number | undefined;
  /** Maximum number of headers, at least 8 (default 100). Further ones get status 431. */
  readonly maxHeaders?: number | undefined;
  /** Time in which a client must send all headers, in seconds, above 0 (default 10). Later ones get status 408. */
  readonly headersTimeoutSeconds?: number | undefined;
  /** Time in which a client must send the whole request, in seconds, above 0 (default 20). A later one gets status 408. */
  readonly requestTimeoutSeconds?: number | undefined;
  /**
   * Time after which a connection without a request is closed, in seconds, above 0 (default 75: longer than the usual
   * interval between two scrapes, so that they share a connection).
   */
  readonly idleTimeoutSeconds?: number | undefined;
}

/** All limits of a type, with a number for each. */
export type All<Limits> = { readonly [Limit in keyof Limits]-?: NonNullable<Limits[Limit]> };

const requestDefaults: All<RequestLimits> = {
  maxUrlBytes: 8192,
  maxAcceptBytes: 4096,
  maxNames: 256,
  maxNameLength: 1024,
  sendTimeoutSeconds: 60,
};

const serviceDefaults: All<ServiceLimits> = {
  ...requestDefaults,
  maxConnections: 1000,
  maxRequestsPerConnection: 10_000,
  maxHeaderBytes: 16_384,
  maxHeaders: 100,
  headersTimeoutSeconds: 10,
  requestTimeoutSeconds: 20,
  idleTimeoutSeconds: 75,
};

/** The largest value of limits that are whole numbers: what fits into an integer of the HTTP parser. */
const MAX_COUNT = 2 ** 30;

function count(least: number): OptionRule {
  return {
    rule: `must be a whole number from ${least} to ${MAX_COUNT}`,
    type: "number",
    holds: (value: number) => Number.isInteger(value) && value >= least && value <= MAX_COUNT,
  };
}

const seconds: OptionRule = {
  rule: `must be a number of seconds from 0.001 to ${MAX_TIMER_SECONDS}`,
  type: "number",
  holds: (value: number) => value >= 0.001 && value <= MAX_TIMER_SECONDS,
};

const requestRules: OptionRules<keyof RequestLimits> = {
  maxUrlBytes: count(64),
  maxAcceptBytes: count(64),
  maxNames: count(1),
  maxNameLength: count(1),
  sendTimeoutSeconds: seconds,
};

const serviceRules: OptionRules<keyof ServiceLimits> = {
  ...requestRules,
  maxConnections: count(1),
  maxRequestsPerConnection: count(1),
  maxHeaderBytes: count(1024),
  maxHeaders: count(8),
  headersTimeoutSeconds: seconds,
  requestTimeoutSeconds: seconds,
  idleTimeoutSeconds: seconds,
};

/**
 * Checks limits of requests.
 *
 * @internal
 */
export const requestLimits: OptionCheck = (subject, option, value) =>
  checkOptions(subject, value, requestRules, option);

/**
 * Checks limits of a service.
 *
 * @internal
 */
export const serviceLimits: OptionCheck = (subject, option, value) =>
  checkOptions(subject, value, serviceRules, option);

/** Returns the limits of requests, with defaults for those that are not given. */
export function requestLimitsOf(given: RequestLimits | undefined): All<RequestLimits> {
  return { ...requestDefaults, ...defined(given) };
}

/** Returns the limits of a service, with defaults for those that are not given. */
export function serviceLimitsOf(given: ServiceLimits | undefined): All<ServiceLimits> {
  return { ...serviceDefaults, ...defined(given) };
}

function defined<Limits extends object>(given: Limits | undefined): Partial<All<Limits>> {
  const entries = Object.entries(given ?? {}).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as Partial<All<Limits>>;
}
