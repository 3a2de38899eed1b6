import { type EscapingScheme, escapingSchemes } from "../../model/escaping-schemes.js";
import { type AcceptClause, parseAccept, prefer } from "./accept.js";
import { contentTypeOf, type ExpositionFormatName, expositionFormats } from "./format.js";
import { memoizeByHeader } from "./memoize-by-header.js";

/** How a scrape is to be answered. */
export interface Negotiated {
  /** The exposition format. */
  readonly format: ExpositionFormatName;
  /** What becomes of names outside of the legacy character set. */
  readonly escaping: EscapingScheme;
  /** The `Content-Type` that says both. */
  readonly contentType: string;
}

/** Wildcards stand for the default: accepting anything is no request for what not every client can read. */
const formats: ReadonlyMap<string, ExpositionFormatName> = new Map([
  ["*/*", "text-0.0.4"],
  ["text/*", "text-0.0.4"],
  ["text/plain", "text-0.0.4"],
  ["text/plain;version=0.0.4", "text-0.0.4"],
  ["text/plain;version=1.0.0", "text-1.0.0"],
  ["application/openmetrics-text", "openmetrics-0.0.1"],
  ["application/openmetrics-text;version=0.0.1", "openmetrics-0.0.1"],
  ["application/openmetrics-text;version=1.0.0", "openmetrics-1.0.0"],
  ["application/vnd.google.protobuf", "protobuf"],
]);

/**
 * Chooses the exposition format for one request, as Prometheus' content negotiation specifies it: the format with the
 * highest weight. A wildcard, no header, and a header that names nothing that is offered all give text 0.0.4, so that
 * there is always an answer. The escaping scheme is the one that the chosen clause asks for, `underscores` if it asks
 * for none that is known.
 *
 * @param accept - the request's `Accept` header
 * @param offered - the formats to choose from (default all); text 0.0.4 always is one
 * @throws TypeError when the header is no text; RangeError when a format is unknown
 * @example
 * ```ts
 * const { format, escaping, contentType } = negotiate(request.headers.accept);
 * ```
 */
export function negotiate(
  accept: string | null | undefined,
  offered: readonly ExpositionFormatName[] = expositionFormats,
): Negotiated {
  if (typeof accept !== "string" && accept !== undefined && accept !== null)
    throw new TypeError(
      `negotiate: accept must be the text of an Accept header, but was ${accept} (${typeof accept}).`,
    );
  if (offered === expositionFormats) return negotiateAll(accept ?? undefined);
  const unknown = offered.find((format) => !expositionFormats.includes(format));
  if (unknown !== undefined)
    throw new RangeError(
      `negotiate: there is no format "${unknown}"; the formats are ${expositionFormats.join(", ")}.`,
    );
  return choose(accept, offered);
}

const negotiateAll = /* @__PURE__ */ memoizeByHeader((accept) => choose(accept, expositionFormats));

function choose(accept: string | null | undefined, offered: readonly ExpositionFormatName[]): Negotiated {
  const preference = prefer(parseAccept(accept), ["text-0.0.4", ...offered], precisionOf);
  const format = preference?.choice ?? "text-0.0.4";
  const asked = preference?.clause.parameters.get("escaping");
  const known = escapingSchemes.find((scheme) => scheme === asked) ?? "underscores";
  // Before version 1.0.0 there are no quoted names, and nothing in the Content-Type that could announce them.
  const escaping = known === "allow-utf-8" && /-0\.0\.\d$/.test(format) ? "underscores" : known;
  return Object.freeze({ format, escaping, contentType: contentTypeOf(format, escaping) });
}

function precisionOf(clause: AcceptClause, format: ExpositionFormatName): number {
  if (formatOf(clause) !== format) return 0;
  if (clause.value === "*/*") return 1;
  return clause.value === "text/*" ? 2 : 3;
}

/** The one format that a clause names, if it is one of ours. */
function formatOf({ value, parameters }: AcceptClause): ExpositionFormatName | undefined {
  const version = parameters.get("version");
  const format = formats.get(version === undefined ? value : `${value};version=${version}`);
  return format === "protobuf" && !isDelimitedMetricFamily(parameters) ? undefined : format;
}

function isDelimitedMetricFamily(parameters: ReadonlyMap<string, string>): boolean {
  // clauses are read in lower case
  return parameters.get("proto") === "io.prometheus.client.metricfamily" && parameters.get("encoding") === "delimited";
}
