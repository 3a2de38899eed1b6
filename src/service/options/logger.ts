import type { OptionRule } from "../../validation/options.js";

/**
 * Receives messages about a service: `console`, a logger of pino or winston, or any object with these methods. Each
 * message is one line of text, without control characters and without anything that a request contains.
 */
export interface Logger {
  /** Receives what an operator may want to know: addresses, files that were read again. */
  info(message: string): void;
  /** Receives what an operator should look at: limits that act, clients that are refused. */
  warn(message: string): void;
  /** Receives errors of the service, once each. */
  error(message: string): void;
}

/** Names of the methods of {@link Logger}, which are the levels of messages. */
export const logLevels = ["info", "warn", "error"] as const;

/**
 * Accepts loggers.
 *
 * @internal
 */
export const logger: OptionRule = {
  rule: "must have the methods info, warn and error",
  holds: (value) => logLevels.every((level) => typeof (value as Partial<Logger> | null)?.[level] === "function"),
  remedy: "For example, pass console.",
};
