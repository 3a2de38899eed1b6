import { URLSearchParams } from "node:url";
import { contentTypeOf, type ExpositionFormatName, expositionFormats } from "../../exposition/negotiation/format.js";

/** What a scrape asks for in its URL. */
export interface ScrapeQuery {
  /** The families to show, from `name[]`; all when absent. */
  readonly names?: ReadonlySet<string>;
  /** The format to show in a browser, from `debug`. */
  readonly view?: ExpositionFormatName;
}

/** A query that is refused; the message is for the client. */
export class QueryError extends Error {}

/** As long as the query of a URL may be; Node itself takes 16 KiB for all headers together. */
const MAX_QUERY_LENGTH = 8192;
const MAX_NAMES = 256;

const everything: ScrapeQuery = {};

/**
 * Reads the query of a scrape. Parameters that mean nothing here are passed over, since a scrape configuration may add some.
 *
 * @param query - what follows the `?`
 * @throws QueryError when it is too long, has too many names, or asks to see a format that there is not
 */
export function parseScrapeQuery(query: string): ScrapeQuery {
  if (query === "") return everything;
  if (query.length > MAX_QUERY_LENGTH) throw new QueryError(`The query is longer than ${MAX_QUERY_LENGTH} characters.`);
  const parameters = new URLSearchParams(query);
  const names = parameters.getAll("name[]");
  if (names.length > MAX_NAMES) throw new QueryError(`There are more than ${MAX_NAMES} name[] parameters.`);
  const debug = parameters.get("debug");
  return {
    ...(names.length > 0 && { names: new Set(names) }),
    ...(debug !== null && { view: formatNamed(debug) }),
  };
}

/** The `Accept` header with which a scrape would ask for a format, names unescaped. */
export function acceptOf(format: ExpositionFormatName): string {
  return contentTypeOf(format, "allow-utf-8");
}

/** `text` and `openmetrics` alone mean the newest version. */
function formatNamed(name: string): ExpositionFormatName {
  const format = expositionFormats.findLast((one) => one === name || (name !== "" && one.startsWith(`${name}-`)));
  if (format === undefined) {
    throw new QueryError(`debug takes text, openmetrics or one of ${expositionFormats.join(", ")}.`);
  }
  return format;
}
