import { activeClock } from "../../globals/clock.js";
import { type Incident, reportOnce } from "../../globals/error-listener.js";
import type { NarthexError } from "../../model/errors/coded-error.js";
import type { Logger, logLevels } from "../options/logger.js";

/** The level of a message. */
type Level = (typeof logLevels)[number];

/** The time between two messages of the same kind that clients can cause, so that a flood does not fill a disk. */
const PAUSE_MS = 60_000;

/** Messages that may be repeated often, since the last one. */
interface Repeated {
  /** The time of the last message. */
  readonly loggedMs: number;
  /** The number of messages that have been omitted since. */
  omitted: number;
}

/** Writes messages about a service to its logger, if it has one. Never throws. */
export class ServiceLog {
  readonly #logger: Logger | undefined;
  readonly #repeated = new Map<string, Repeated>();

  /** @param logger - the logger, already checked */
  constructor(logger?: Logger) {
    this.#logger = logger;
  }

  /** Writes a message for information. */
  info(message: string): void {
    this.#write("info", message);
  }

  /** Writes a warning that clients can cause: the same text once a minute, with the number of those that were omitted. */
  warn(message: string): void {
    if (this.#logger === undefined) return;
    const now = activeClock.current.monotonic();
    const last = this.#repeated.get(message);
    if (last !== undefined && now - last.loggedMs < PAUSE_MS) {
      last.omitted++;
      return;
    }
    this.#repeated.set(message, { loggedMs: now, omitted: 0 });
    const omitted = last?.omitted ?? 0;
    this.#write("warn", omitted === 0 ? message : `${message} (and ${omitted} times since the last message)`);
  }

  /** Reports an error like `reportOnce`, and writes it. */
  report(subject: object, error: NarthexError, incident: Pick<Incident, "source">): void;
  report(subject: object, error: unknown, incident: Incident): void;
  report(subject: object, error: unknown, incident: Partial<Incident> & Pick<Incident, "source">): void {
    const log = ({ message }: Error, { code }: Incident): void =>
      // Clients cause failed handshakes, so they are no errors of the service.
      this.#write(code === "NARTHEX_HANDSHAKE_FAILED" ? "warn" : "error", `${message} (${code})`);
    reportOnce(subject, error, incident as Incident, this.#logger && log);
  }

  #write(level: Level, message: string): void {
    const logger = this.#logger;
    if (logger === undefined) return;
    const failed = (error: unknown): void =>
      reportOnce(logger, error, { source: "logger", code: "NARTHEX_LISTENER_FAILED" });
    try {
      const written: unknown = logger[level](`narthex: ${escaped(message)}`);
      if (written instanceof Promise) written.catch(failed);
    } catch (error) {
      failed(error);
    }
  }
}

/** Escapes control characters and line separators, so that a message is one line. */
function escaped(message: string): string {
  return message.replace(/[\p{Cc}\u2028\u2029]/gu, (character) => {
    const code = character.charCodeAt(0).toString(16);
    return `\\u${code.padStart(4, "0")}`;
  });
}
