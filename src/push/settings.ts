import { Buffer } from "node:buffer";
import { type Agent, type OutgoingHttpHeaders, validateHeaderName, validateHeaderValue } from "node:http";
import { URL } from "node:url";
import { acceptHeaderFor } from "../exposition/negotiation/accept-header.js";
import type { Gatherer } from "../model/collector.js";
import { withCode } from "../model/errors/coded-error.js";
import { MAX_TIMER_SECONDS } from "../platform/timers.js";
import { defaultRegistry } from "../registry/default-registry.js";
import { throwInvalidOption } from "../validation/errors.js";
import { gathererRule } from "../validation/gatherer.js";
import { anyValue, checkOptions, type OptionCheck, type OptionRule, type OptionRules } from "../validation/options.js";
import { checkGroupingKey, groupingPath } from "./grouping-key.js";
import type { PushAuth, PushgatewayOptions, PushTlsOptions, RetryOptions } from "./options.js";

/** Checked {@link RetryOptions}, with their defaults filled in. */
export interface RetrySettings {
  readonly attempts: number;
  readonly minDelaySeconds: number;
  readonly maxDelaySeconds: number;
}

/** Checked {@link PushgatewayOptions}, with their defaults filled in. */
export interface PushSettings {
  /** URL of the group, without user and password. */
  readonly url: string;
  /** Names of the labels of the group, which no metric may have. */
  readonly groupingLabels: ReadonlySet<string>;
  readonly registry: Gatherer;
  /** The Accept header that selects the format. */
  readonly accept: string;
  readonly gzip: boolean;
  readonly headers: OutgoingHttpHeaders;
  readonly tls: PushTlsOptions | undefined;
  readonly agent: Agent | undefined;
  readonly timeoutSeconds: number;
  readonly retry: RetrySettings;
}

/** Accepts seconds for which a timer can wait. */
export const secondsRule: OptionRule = {
  rule: `must be a number of seconds above 0, at most ${MAX_TIMER_SECONDS}`,
  type: "number",
  holds: (value: number) => value > 0 && value <= MAX_TIMER_SECONDS,
};

const retryRules: OptionRules<keyof RetryOptions> = {
  attempts: {
    rule: "must be a whole number of at least 1",
    type: "number",
    holds: (value: number) => Number.isInteger(value) && value >= 1,
  },
  minDelaySeconds: secondsRule,
  maxDelaySeconds: secondsRule,
};

const retry: OptionCheck = (subject, option, value) => {
  if (value !== false) checkOptions(subject, value ?? {}, retryRules, option);
};

/** Checks credentials. No error shows a password or token. */
const auth: OptionCheck = (subject, option, value) => {
  if (value === null) return;
  const { username, password, token } = Object(value) as Record<"username" | "password" | "token", unknown>;
  if (typeof token !== "string" && (typeof username !== "string" || typeof password !== "string"))
    throw withCode(
      "NARTHEX_INVALID_OPTION",
      new TypeError(`${subject}: ${option} must be { username, password } or { token }, with strings as values.`),
    );
  if (typeof username === "string" && username.includes(":"))
    throw withCode(
      "NARTHEX_INVALID_OPTION",
      new RangeError(`${subject}: ${option}.username must not contain ":", which separates it from the password.`),
    );
};

const rules: OptionRules<keyof PushgatewayOptions> = {
  url: anyValue,
  job: anyValue,
  groupingKey: anyValue,
  registry: gathererRule,
  format: {
    rule: 'must be "protobuf" or "text"',
    type: "string",
    holds: (value) => value === "protobuf" || value === "text",
  },
  path: { rule: 'must begin with "/"', type: "string", holds: (value: string) => value.startsWith("/") },
  groupIn: {
    rule: 'must be "path" or "extra_label"',
    type: "string",
    holds: (value) => value === "path" || value === "extra_label",
  },
  gzip: anyValue,
  auth,
  headers: anyValue,
  tls: anyValue,
  agent: anyValue,
  timeoutSeconds: secondsRule,
  retry,
};

/**
 * Checks the options of a gateway and fills in the defaults.
 *
 * @throws {TypeError | RangeError} if an option is unknown or invalid
 */
export function settingsOf(options: PushgatewayOptions): PushSettings {
  checkOptions("Pushgateway", options, rules);
  const { job, groupingKey = {}, path = "/metrics", groupIn = "path" } = options;
  const { format = groupIn === "extra_label" ? "text" : "protobuf" } = options;
  const { agent, tls, headers, registry = defaultRegistry, gzip = true, timeoutSeconds = 10 } = options;
  const url = parseUrl(options.url);
  checkGroupingKey(job, groupingKey);
  if (groupIn === "extra_label" && format === "protobuf") {
    throw withCode(
      "NARTHEX_CONFLICTING_OPTIONS",
      new TypeError(
        'Pushgateway: format must be "text" if groupIn is "extra_label", because VictoriaMetrics silently drops protobuf.',
      ),
    );
  }
  if (tls !== undefined && url.protocol !== "https:")
    throw withCode(
      "NARTHEX_CONFLICTING_OPTIONS",
      new TypeError("Pushgateway: tls must be omitted unless the url begins with https://."),
    );
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
    accept: acceptHeaderFor(format === "text" ? "text-0.0.4" : format, "underscores"),
    gzip,
    headers: checkHeaders({ "User-Agent": "narthex", ...headers, ...authorization(options.auth ?? authOf(url)) }),
    tls,
    agent,
    timeoutSeconds,
    retry: retryOf(options.retry ?? {}),
  };
}

/** Parses the URL. No error shows all of it, because it may contain a password. */
function parseUrl(given: string | URL): URL {
  if (!URL.canParse(String(given)))
    throw withCode(
      "NARTHEX_INVALID_OPTION",
      new TypeError("Pushgateway: url must be an absolute URL, for example http://gateway:9091."),
    );
  const url = new URL(given);
  if (url.protocol !== "http:" && url.protocol !== "https:")
    throwInvalidOption("Pushgateway", "url", url.protocol, "must begin with http:// or https://", "other");
  return url;
}

function authOf({ username, password }: URL): PushAuth | undefined {
  if (username === "" && password === "") return undefined;
  try {
    return { username: decodeURIComponent(username), password: decodeURIComponent(password) };
  } catch {
    throw withCode(
      "NARTHEX_INVALID_OPTION",
      new RangeError(
        'Pushgateway: url must not contain a "%" that encodes nothing in the user or the password. Write it as "%25", or use the option auth.',
      ),
    );
  }
}

function authorization(credentials: PushAuth | undefined): OutgoingHttpHeaders {
  if (credentials === undefined) return {};
  auth("Pushgateway", "auth", credentials);
  if ("token" in credentials) return { Authorization: `Bearer ${credentials.token}` };
  const { username, password } = credentials;
  return { Authorization: `Basic ${Buffer.from(`${username}:${password}`).toString("base64")}` };
}

/** Checks headers. No error shows a value, because it may be secret. */
function checkHeaders(headers: OutgoingHttpHeaders): OutgoingHttpHeaders {
  for (const [name, value] of Object.entries(headers)) {
    try {
      validateHeaderName(name);
      for (const one of [value].flat()) validateHeaderValue(name, one as string);
    } catch (error) {
      throw withCode(
        "NARTHEX_INVALID_OPTION",
        new TypeError(`Pushgateway: headers must be valid. ${(error as Error).message}`),
      );
    }
  }
  return headers;
}

function retryOf(retry: RetryOptions | false): RetrySettings {
  const { attempts = 3, minDelaySeconds = 0.5, maxDelaySeconds = 10 } = retry === false ? { attempts: 1 } : retry;
  return { attempts, minDelaySeconds, maxDelaySeconds };
}
