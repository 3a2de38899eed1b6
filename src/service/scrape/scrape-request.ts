import { URLSearchParams } from "node:url";
import { type ExpositionFormatName, expositionFormats } from "../../exposition/negotiation/format.js";
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

/** The maximum length of a query. Node.js itself accepts 16 KiB for all headers together. */
const MAX_QUERY_LENGTH = 8192;
const MAX_NAMES = 256;

const emptyQuery: ScrapeQuery = {};

/** The part of the scraper's timeout that is reserved for writing the response and sending it. */
const MARGIN = 0.1;
const MAX_MARGIN_SECONDS = 0.5;

/**
 * Parses the query of a scrape. Ignores unknown parameters, because a scrape configuration may add its own.
 *
 * @param query - the part of the URL after the `?`
 * @throws {QueryError} if the query is too long, has too many names, or requests an unknown format
 */
export function parseScrapeQuery(query: string): ScrapeQuery {
  if (query === "") return emptyQuery;
  if (query.length > MAX_QUERY_LENGTH) throw new QueryError(`The query is longer than ${MAX_QUERY_LENGTH} characters.`);
  const parameters = new URLSearchParams(query);
  const names = parameters.getAll("name[]");
  if (names.length > MAX_NAMES) throw new QueryError(`There are more than ${MAX_NAMES} name[] parameters.`);
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
