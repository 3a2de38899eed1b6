import { Buffer } from "node:buffer";
import { type Agent, type OutgoingHttpHeaders, validateHeaderName, validateHeaderValue } from "node:http";
import { URL } from "node:url";
import type { Gatherer } from "../model/collector.js";
import { defaultRegistry } from "../registry/default-registry.js";
import { gathererRule } from "../validation/gatherer.js";
import { checkOptionNames } from "../validation/option-names.js";
import { checkOption } from "../validation/options.js";
import { checkGroupingKey, groupingPath } from "./grouping-key.js";
import type { PushAuth, PushgatewayOptions, PushTlsOptions, RetryOptions } from "./options.js";

/** How often a request is tried, checked and complete. */
export interface RetrySettings {
  readonly attempts: number;
  readonly minDelayMs: number;
  readonly maxDelayMs: number;
}

/** The options of a gateway, checked and complete. */
export interface PushSettings {
  /** The group's URL without user and password. */
  readonly url: string;
  /** The labels of the group, which no metric may carry. */
  readonly groupingLabels: ReadonlySet<string>;
  readonly registry: Gatherer;
  /** What the exposition is negotiated with. */
  readonly accept: string;
  readonly gzip: boolean;
  readonly headers: OutgoingHttpHeaders;
  readonly tls: PushTlsOptions | undefined;
  readonly agent: Agent | undefined;
  readonly timeoutMs: number;
  readonly retry: RetrySettings;
}

const accepts: Readonly<Record<"protobuf" | "text", string>> = {
  protobuf: "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited",
  text: "text/plain;version=0.0.4",
};

const optionNames: readonly (keyof PushgatewayOptions)[] = [
  "url",
  "job",
  "groupingKey",
  "registry",
  "format",
  "path",
  "groupIn",
  "gzip",
  "auth",
  "headers",
  "tls",
  "agent",
  "timeoutMs",
  "retry",
];

/**
 * Checks the options of a gateway.
 *
 * @throws TypeError or RangeError that says which option breaks which rule
 */
export function settingsOf(options: PushgatewayOptions): PushSettings {
  checkOptionNames("Pushgateway", options, optionNames);
  const { job, groupingKey = {}, path = "/metrics", groupIn = "path" } = options;
  const { format = groupIn === "extra_label" ? "text" : "protobuf" } = options;
  const { agent, tls, headers, registry = defaultRegistry, gzip = true, timeoutMs = 10_000 } = options;
  checkOption("Pushgateway", "registry", registry, gathererRule);
  const url = parseUrl(options.url);
  checkGroupingKey(job, groupingKey);
  if (!Object.hasOwn(accepts, format)) fail(TypeError, `format must be protobuf or text, but is ${String(format)}`);
  if (!path.startsWith("/")) fail(RangeError, `path must begin with "/", but is "${path}"`);
  if (groupIn !== "path" && groupIn !== "extra_label") {
    fail(TypeError, `groupIn must be path or extra_label, but is ${String(groupIn)}`);
  }
  if (groupIn === "extra_label" && format === "protobuf") {
    fail(
      TypeError,
      "format must be text where groupIn is extra_label: VictoriaMetrics takes protobuf without an error and drops it",
    );
  }
  if (tls !== undefined && url.protocol !== "https:") fail(TypeError, "tls is for https, but the url is http");
  checkPositive("timeoutMs", timeoutMs);
  if (groupIn === "extra_label") {
    for (const [name, value] of Object.entries({ job, ...groupingKey })) {
      url.searchParams.append("extra_label", `${name}=${value}`);
    }
  }
  const base = `${url.origin}${url.pathname.replace(/\/$/, "")}${path.replace(/\/$/, "")}`;
  return {
    url: base + (groupIn === "path" ? groupingPath(job, groupingKey) : "") + url.search,
    groupingLabels: new Set(["job", ...Object.keys(groupingKey)]),
    registry,
    accept: accepts[format],
    gzip,
    headers: checkHeaders({ "User-Agent": "narthex", ...headers, ...authorization(options.auth ?? authOf(url)) }),
    tls,
    agent,
    timeoutMs,
    retry: retryOf(options.retry ?? {}),
  };
}

function parseUrl(given: string | URL): URL {
  // The text is not repeated: it may hold a password.
  if (!URL.canParse(String(given))) fail(TypeError, "url must be an absolute URL, for example http://gateway:9091");
  const url = new URL(given);
  if (url.protocol !== "http:" && url.protocol !== "https:") {
    fail(TypeError, `url must begin with http:// or https://, but begins with ${url.protocol}`);
  }
  return url;
}

function authOf({ username, password }: URL): PushAuth | undefined {
  if (username === "" && password === "") return undefined;
  try {
    return { username: decodeURIComponent(username), password: decodeURIComponent(password) };
  } catch {
    return fail(
      RangeError,
      'url holds a user or a password with a "%" that encodes nothing; write it as "%25", or use the option auth',
    );
  }
}

function authorization(auth: PushAuth | undefined): OutgoingHttpHeaders {
  if (auth === undefined) return {};
  const { username, password, token } = Object(auth) as Record<"username" | "password" | "token", unknown>;
  if (typeof token !== "string" && (typeof username !== "string" || typeof password !== "string"))
    fail(TypeError, "auth must be { username, password } or { token }, all of them strings");
  if ("username" in auth && auth.username.includes(":")) {
    fail(RangeError, 'auth.username must not hold ":", which ends it in basic authentication');
  }
  if ("token" in auth) return { Authorization: `Bearer ${auth.token}` };
  return { Authorization: `Basic ${Buffer.from(`${auth.username}:${auth.password}`).toString("base64")}` };
}

/** The values are not repeated: they may be secret. */
function checkHeaders(headers: OutgoingHttpHeaders): OutgoingHttpHeaders {
  for (const [name, value] of Object.entries(headers)) {
    try {
      validateHeaderName(name);
      for (const one of [value].flat()) validateHeaderValue(name, one as string);
    } catch (error) {
      fail(TypeError, (error as Error).message);
    }
  }
  return headers;
}

function retryOf(retry: RetryOptions | false): RetrySettings {
  if (retry !== false) checkOptionNames("Pushgateway: retry", retry, ["attempts", "minDelayMs", "maxDelayMs"]);
  const { attempts = 3, minDelayMs = 500, maxDelayMs = 10_000 } = retry === false ? { attempts: 1 } : retry;
  if (!Number.isInteger(attempts) || attempts < 1) {
    fail(RangeError, `retry.attempts must be a whole number from 1 on, but is ${attempts}`);
  }
  checkPositive("retry.minDelayMs", minDelayMs);
  checkPositive("retry.maxDelayMs", maxDelayMs);
  return { attempts, minDelayMs, maxDelayMs };
}

/** The longest that a timer of Node.js waits. */
const longestMs = 2 ** 31 - 1;

/**
 * Checks a number of milliseconds.
 *
 * @throws TypeError or RangeError
 */
export function checkPositive(option: string, milliseconds: number): void {
  if (typeof milliseconds !== "number") fail(TypeError, `${option} must be a number, but is ${typeof milliseconds}`);
  if (!(milliseconds > 0 && milliseconds <= longestMs)) {
    fail(RangeError, `${option} must be more than 0 and at most ${longestMs}, but is ${milliseconds}`);
  }
}

function fail(ErrorType: typeof TypeError | typeof RangeError, message: string): never {
  throw new ErrorType(`Pushgateway: ${message}`);
}
