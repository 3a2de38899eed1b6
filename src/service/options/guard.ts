import type { Registerer } from "../../model/collector.js";
import { inspectValue } from "../../validation/errors.js";
import {
  anyValue,
  checkOption,
  checkOptions,
  type OptionCheck,
  type OptionRule,
  type OptionRules,
} from "../../validation/options.js";
import { bcryptHashRule, isBcryptHash } from "../guard/bcrypt-hash.js";
import { isReservedHeader, isValidHeader } from "./response-headers.js";
import { throwInvalidSecret } from "./secret.js";

/** A limit on the number of requests, which all clients share. */
export interface RateLimit {
  /** Average time between two requests, in seconds, above 0 and at most 86400. */
  readonly intervalSeconds: number;
  /** Number of requests that may arrive at once, at least 1. */
  readonly burst: number;
}

/** The option `guard` of {@link Service}. */
export interface GuardOptions {
  /**
   * The users of basic authentication, each with the bcrypt hash of the password, like `{ alice: "$2y$10$…" }`. The hash
   * begins with `$2a$`, `$2b$` or `$2y$`, and its cost is from 4 to 16.
   */
  readonly basicAuthUsers?: Readonly<Record<string, string>> | undefined;
  /** The tokens of which a client sends one as `Authorization: Bearer …`. */
  readonly bearerTokens?: readonly string[] | undefined;
  /** The limit on the number of requests (default: none). Further requests get status 429. */
  readonly rateLimit?: RateLimit | undefined;
  /** Headers of every response, for example `{ "X-Frame-Options": "deny" }`. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

/** Options for {@link guard}. */
export interface HandlerGuardOptions extends GuardOptions {
  /**
   * The registry that counts refused requests (default: the default registry), or `null` for none. Guards with the same
   * registry are counted together.
   */
  readonly registry?: Registerer | null | undefined;
}

/**
 * Longest token and user name, in characters. The header that carries them is limited to twice as much.
 *
 * @internal
 */
export const MAX_CREDENTIAL_LENGTH = 4096;

/**
 * Longest average time between two requests, in seconds: a day.
 *
 * @internal
 */
export const MAX_INTERVAL_SECONDS = 86_400;

const isObject = (value: unknown): value is object =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Whether a name can be shown: it is not a hash, and no password can follow it. */
const isPlainName = (name: string): boolean => /^[\w.@+-]{1,64}$/.test(name);

const basicAuthUsers: OptionCheck = (subject, option, value) => {
  if (!isObject(value)) throwInvalidSecret(subject, option, 'must be an object like { alice: "$2y$10$…" }', false);
  const users = Object.entries(value);
  if (users.length === 0) throwInvalidSecret(subject, option, "must have at least one user", true);
  for (const [index, [user, hash]] of users.entries()) {
    // A name that is none may be a line of a password file, or a hash in the place of the name.
    const name = isPlainName(user) ? `${option}[${inspectValue(user)}]` : `user ${index + 1} of ${option}`;
    if (user.includes(":") || user.length > MAX_CREDENTIAL_LENGTH)
      throwInvalidSecret(
        subject,
        name,
        `must have a name without ":", which ends the name, of at most ${MAX_CREDENTIAL_LENGTH} characters`,
        true,
      );
    if (!isBcryptHash(hash)) throwInvalidSecret(subject, name, bcryptHashRule, typeof hash === "string");
  }
};

const bearerTokens: OptionCheck = (subject, option, value) => {
  if (!Array.isArray(value)) throwInvalidSecret(subject, option, "must be an array of strings", false);
  if (value.length === 0) throwInvalidSecret(subject, option, "must have at least one token", true);
  for (const [index, token] of value.entries()) {
    // Spaces and control characters could not be sent.
    if (typeof token !== "string" || !/^[\x21-\x7e]+$/.test(token) || token.length > MAX_CREDENTIAL_LENGTH)
      throwInvalidSecret(
        subject,
        `${option}[${index}]`,
        `must be 1 to ${MAX_CREDENTIAL_LENGTH} ASCII characters without spaces`,
        typeof token === "string",
      );
  }
};

const rateLimitRules: OptionRules<keyof RateLimit> = {
  intervalSeconds: {
    rule: `must be a number of seconds above 0, at most ${MAX_INTERVAL_SECONDS}`,
    type: "number",
    holds: (value: number) => value > 0 && value <= MAX_INTERVAL_SECONDS,
  },
  burst: {
    rule: "must be a whole number of at least 1",
    type: "number",
    holds: (value: number) => Number.isSafeInteger(value) && value >= 1,
  },
};

const rateLimit: OptionCheck = (subject, option, value) => {
  checkOptions(subject, value, rateLimitRules, option);
  for (const [name, rule] of Object.entries(rateLimitRules))
    checkOption(subject, `${option}.${name}`, (value as Record<string, unknown>)[name], rule);
};

const headersObject: OptionRule = {
  rule: 'must be an object of at least one string, like { "X-Frame-Options": "deny" }',
  // A map has no entries of its own.
  holds: (value) => isObject(value) && Object.keys(value).length > 0,
};

const headers: OptionCheck = (subject, option, value) => {
  checkOption(subject, option, value, headersObject);
  for (const [name, content] of Object.entries(value as object)) {
    const entry = `${option}[${inspectValue(name)}]`;
    checkOption(subject, entry, content, {
      rule: "must be a valid HTTP header",
      type: "string",
      holds: () => isValidHeader(name, content),
    });
    checkOption(subject, entry, content, {
      rule: "must not be set, because it describes the message or its connection",
      type: "string",
      holds: () => !isReservedHeader(name),
    });
  }
};

const guardRules: OptionRules<keyof GuardOptions> = { basicAuthUsers, bearerTokens, rateLimit, headers };

/**
 * Checks the option `guard` of a service. No error shows a value that may be a secret.
 *
 * @throws {TypeError | RangeError} if an option is unknown or invalid
 * @internal
 */
export const guardOption: OptionCheck = (subject, option, value) => {
  if (!isObject(value)) throwInvalidSecret(subject, option, "must be an object", false);
  checkOptions(subject, value, guardRules, option);
  checkPresence(subject, option, value);
};

/** Throws if a guard would admit every request. A setting that is undefined by mistake must not open a service. */
function checkPresence(subject: string, option: string, options: GuardOptions): void {
  const names = Object.keys(guardRules) as (keyof GuardOptions)[];
  if (names.every((name) => !Object.hasOwn(options, name) || options[name] === undefined))
    throwInvalidSecret(subject, option, `must have at least one of ${names.join(", ")}`, true);
}

/**
 * Checks the options of {@link guard}, like {@link guardOption}. The counter checks the registry.
 *
 * @throws {TypeError | RangeError} if an option is unknown or invalid
 */
export function checkHandlerGuardOptions(options: unknown): void {
  if (!isObject(options)) throwInvalidSecret("guard", "options", "must be an object", false);
  checkOptions("guard", options, { ...guardRules, registry: anyValue });
  checkPresence("guard", "options", options);
}
