import { URLSearchParams } from "node:url";
import { type ExpositionFormatName, expositionFormats } from "../../exposition/negotiation/format.js";
import type { All, RequestLimits } from "../options/limits.js";
import { MAX_SCRAPE_TIMEOUT_SECONDS } from "../options/metrics-handler.js";

/** The parameters of a scrape's URL. */
export interface ScrapeQuery {
  /** The families to show, from `name[]` (default: all). */
  readonly names?: ReadonlySet<string>;
  /** The format to show in a browser, from `debug`. */
  readonly view?: ExpositionFormatName;
}

/** An invalid query. The message is sent to the client. */
export class QueryError extends Error {}

const emptyQuery: ScrapeQuery = {};

/** The part of the scraper's timeout that is reserved for writing the response and sending it. */
const MARGIN = 0.1;
const MAX_MARGIN_SECONDS = 0.5;

/**
 * Parses the query of a scrape. Ignores unknown parameters, because a scrape configuration may add its own.
 *
 * @param query - the part of the URL after the `?`
 * @param limits - the limits of names
 * @throws {QueryError} if the query has too many names or a name that is too long, or requests an unknown format
 */
export function parseScrapeQuery(query: string, { maxNames, maxNameLength }: All<RequestLimits>): ScrapeQuery {
  if (query === "") return emptyQuery;
  const parameters = new URLSearchParams(query);
  const names = parameters.getAll("name[]");
  if (names.length > maxNames) throw new QueryError(`There are more than ${maxNames} name[] parameters.`);
  if (names.some((name) => name.length > maxNameLength))
    throw new QueryError(`A name[] parameter is longer than ${maxNameLength} characters.`);
  const debug = parameters.get("debug");
  return {
    ...(names.length > 0 && { names: new Set(names) }),
    ...(debug !== null && { view: parseFormat(debug) }),
  };
}

/**
 * Returns how long the collectors of a scrape may take, in seconds: slightly less than the scraper waits.
 *
 * @param header - the value of `X-Prometheus-Scrape-Timeout-Seconds`; ignored unless it is a number above 0
 * @param defaultSeconds - the timeout of a request without the header
 */
export function collectTimeoutSeconds(header: string | readonly string[] | undefined, defaultSeconds: number): number {
  const requested = typeof header === "string" && /^\d{1,9}(\.\d{1,9})?$/.test(header) ? Number(header) : 0;
  if (requested === 0) return defaultSeconds;
  const seconds = Math.min(requested, MAX_SCRAPE_TIMEOUT_SECONDS);
  return seconds - Math.min(MAX_MARGIN_SECONDS, seconds * MARGIN);
}

/** Returns the format of a name. `text` and `openmetrics` without a version are the newest version. */
function parseFormat(name: string): ExpositionFormatName {
  const format = expositionFormats.findLast((one) => one === name || one.startsWith(`${name}-`));
  if (format === undefined) {
    throw new QueryError(`debug must be text, openmetrics or one of ${expositionFormats.join(", ")}.`);
  }
  return format;
}
