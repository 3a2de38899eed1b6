import type { ServerOptions as TlsServerOptions } from "node:https";
import { URL } from "node:url";
import type { Gatherer } from "../model/collector.js";

/** How metrics are served. */
export interface MetricsHandlerOptions {
  /** What is scraped (default: the default registry). */
  readonly registry?: Gatherer | undefined;
  /** How many scrapes may run at a time (1 or more, default 40); further ones are answered with status 503. */
  readonly maxConcurrentScrapes?: number | undefined;
  /**
   * How long collectors may take, in seconds (more than 0, at most 300, default 10), when the request does not say so in
   * `X-Prometheus-Scrape-Timeout-Seconds`, as Prometheus does.
   */
  readonly scrapeTimeoutSeconds?: number | undefined;
  /** Whether OpenMetrics shows when each counter, histogram and summary began (default false). Protobuf always does. */
  readonly createdSamples?: boolean | undefined;
}

/** What a {@link Service} serves, and where. */
export interface ServiceOptions extends MetricsHandlerOptions {
  /** Where the metrics are (default `/metrics`). */
  readonly path?: string | undefined;
}

/** Where a {@link Service} listens. */
export interface StartOptions {
  /** The address or host name to listen on (default: all addresses of the machine). */
  readonly host?: string | undefined;
  /** The port, from 0 to 65535 (default 0: any free one, which `metricsUrl` then tells). */
  readonly port?: number | undefined;
  /** Where the metrics are, if not where the constructor was told. */
  readonly path?: string | undefined;
  /** Serves HTTPS with these options of `node:https`, for example `{ key, cert }`, from TLS 1.2 on. */
  readonly tls?: TlsServerOptions | undefined;
  /** Whether the process may end while the service runs (default false). */
  readonly unref?: boolean | undefined;
}

/** How a {@link Service} stops. */
export interface StopOptions {
  /** How long running scrapes may still take, in seconds (0 or more, default 5). */
  readonly graceSeconds?: number | undefined;
}

/** The longest deadline of a scrape, whatever a request asks for. */
export const MAX_SCRAPE_TIMEOUT_SECONDS = 300;

/** Paths of the service's own pages. */
export const ownPaths = { landing: "/", healthy: "/-/healthy", robots: "/robots.txt" } as const;

/** Says whether a value is a lawful one. */
type Check = (value: unknown, option: string) => void;

const metricsChecks: Record<keyof MetricsHandlerOptions, Check> = {
  registry: (value, option) => {
    if (typeof (value as Gatherer | null)?.gather !== "function")
      throw new TypeError(`${option} must be a registry, or have a gather method, but was ${shown(value)}.`);
  },
  maxConcurrentScrapes: numberFrom(1, Number.MAX_SAFE_INTEGER, "a whole number of at least 1", Number.isSafeInteger),
  scrapeTimeoutSeconds: numberFrom(
    Number.MIN_VALUE,
    MAX_SCRAPE_TIMEOUT_SECONDS,
    `a number of seconds above 0, at most ${MAX_SCRAPE_TIMEOUT_SECONDS}`,
  ),
  createdSamples: isBoolean,
};

const serviceChecks: Record<keyof ServiceOptions, Check> = { ...metricsChecks, path: checkPath };

const startChecks: Record<keyof StartOptions, Check> = {
  host: (value, option) => {
    if (typeof value !== "string" || value === "")
      throw new TypeError(`${option} must be an address or a host name, but was ${shown(value)}.`);
  },
  port: numberFrom(0, 65_535, "a whole number from 0 to 65535", Number.isInteger),
  path: checkPath,
  tls: checkTls,
  unref: isBoolean,
};

const stopChecks: Record<keyof StopOptions, Check> = {
  graceSeconds: numberFrom(0, 2 ** 31 / 1000 - 1, "a number of seconds of at least 0"),
};

/**
 * Refuses options that are unknown, of the wrong type or out of range.
 *
 * @throws TypeError or RangeError that names the option, its value and the rule
 */
export const checkMetricsHandlerOptions: (options: unknown) => void = checking("metricsHandler", metricsChecks);
/** The same for the service's constructor. */
export const checkServiceOptions: (options: unknown) => void = checking("Service", serviceChecks);
/** The same for its `start`. */
export const checkStartOptions: (options: unknown) => void = checking("Service.start", startChecks);
/** The same for its `stop`. */
export const checkStopOptions: (options: unknown) => void = checking("Service.stop", stopChecks);

function checking(subject: string, checks: Readonly<Record<string, Check>>): (options: unknown) => void {
  return (options) => {
    if (typeof options !== "object" || options === null || Array.isArray(options))
      throw new TypeError(`${subject}: the options must be an object, but were ${shown(options)}.`);
    for (const [name, value] of Object.entries(options)) {
      const check = Object.hasOwn(checks, name) ? checks[name] : undefined;
      if (check === undefined) {
        const known = Object.keys(checks).join(", ");
        throw new TypeError(`${subject}: unknown option "${name}"; the options are ${known}.`);
      }
      if (value !== undefined) check(value, `${subject}: ${name}`);
    }
  };
}

function numberFrom(min: number, max: number, rule: string, also: (value: number) => boolean = () => true): Check {
  return (value, option) => {
    if (typeof value !== "number") throw new TypeError(`${option} must be ${rule}, but was ${shown(value)}.`);
    if (!(value >= min && value <= max && also(value)))
      throw new RangeError(`${option} must be ${rule}, but was ${value}.`);
  };
}

function isBoolean(value: unknown, option: string): void {
  if (typeof value !== "boolean") throw new TypeError(`${option} must be true or false, but was ${shown(value)}.`);
}

function checkPath(value: unknown, option: string): void {
  if (typeof value !== "string") throw new TypeError(`${option} must be a string, but was ${shown(value)}.`);
  const rule = 'must begin with "/" and hold only what stands in a URL as it is, without "?", "#", "//" and ".."';
  const isCanonical =
    value.startsWith("/") && !value.includes("//") && new URL(value, "http://host").pathname === value;
  if (!isCanonical) throw new RangeError(`${option} ${rule}, but was ${shown(value)}.`);
  if (value === ownPaths.healthy || value === ownPaths.robots)
    throw new RangeError(`${option} must not be ${value}, which is a page of the service itself.`);
}

function checkTls(value: unknown, option: string): void {
  if (typeof value !== "object" || value === null)
    throw new TypeError(`${option} must be options of node:https, like { key, cert }, but was ${shown(value)}.`);
  const { key, cert, pfx, SNICallback, minVersion, secureProtocol } = value as TlsServerOptions;
  if (!((key && cert) || pfx || SNICallback))
    throw new TypeError(`${option} needs key and cert, or pfx: the texts or bytes themselves, not the paths of files.`);
  const isOld = minVersion === "TLSv1" || minVersion === "TLSv1.1" || /v1(_1)?_/i.test(secureProtocol ?? "");
  if (isOld) throw new RangeError(`${option} must not allow versions before TLS 1.2, which are broken.`);
}

function shown(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value.slice(0, 60));
  if (typeof value === "object" && value !== null) return Array.isArray(value) ? "a list" : "an object";
  return typeof value === "function" ? "a function" : String(value);
}
