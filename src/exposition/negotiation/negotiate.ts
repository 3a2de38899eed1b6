import { withCode } from "../../model/errors/coded-error.js";
import { type EscapingScheme, escapingSchemes } from "../../model/families/escaping-schemes.js";
import { checkOptions, type OptionRules } from "../../validation/options.js";
import { type AcceptClause, parseAccept, prefer } from "./accept.js";
import { contentTypeOf, type ExpositionFormatName, expositionFormats } from "./format.js";
import { memoizeByHeader } from "./memoize-by-header.js";

/** Options for {@link negotiate}. */
export interface NegotiateOptions {
  /** The `Accept` header of the request. Without it, the format is text 0.0.4. */
  readonly accept?: string | null | undefined;
  /** The formats to choose from, to which text 0.0.4 always belongs. Default: all. */
  readonly formats?: readonly ExpositionFormatName[] | undefined;
}

/**
 * The rules of {@link negotiate}.
 *
 * @internal
 */
export const negotiateRules: OptionRules<keyof NegotiateOptions> = {
  accept: {
    rule: "must be the value of an Accept header",
    holds: (value) => typeof value === "string" || value === null,
  },
  formats: { rule: "must be a list of formats", holds: Array.isArray },
};

/** The result of content negotiation. */
export interface Negotiated {
  /** The exposition format. */
  readonly format: ExpositionFormatName;
  /** The escaping scheme for names outside the legacy character set. */
  readonly escaping: EscapingScheme;
  /** The `Content-Type` of the response. */
  readonly contentType: string;
}

/** The format of each media type. Wildcards select the default, because not every client can read the other formats. */
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
 * Chooses the exposition format for a request by the rules of Prometheus: the format with the highest weight. The
 * result is text 0.0.4 if the header is absent, is a wildcard, or names none of the offered formats. The escaping
 * scheme is the one that the chosen clause requests, or `underscores` if that is missing or unknown.
 *
 * @param options - the `Accept` header, the formats to choose from
 * @throws {TypeError} if an option has the wrong type or is unknown
 * @throws {RangeError} if a format is unknown
 * @example
 * ```ts
 * const { format, escaping, contentType } = negotiate({ accept: request.headers.accept });
 * ```
 */
export function negotiate(options: NegotiateOptions = {}): Negotiated {
  checkOptions("negotiate", options, negotiateRules);
  return negotiateFormat(options.accept, options.formats);
}

/**
 * Chooses the exposition format as {@link negotiate} does, for options that are checked.
 *
 * @internal
 */
export function negotiateFormat(
  accept: string | null | undefined,
  offered: readonly ExpositionFormatName[] = expositionFormats,
): Negotiated {
  if (offered === expositionFormats) return negotiateAll(accept ?? undefined);
  const unknown = offered.find((format) => !expositionFormats.includes(format));
  if (unknown !== undefined)
    throw withCode(
      "NARTHEX_UNKNOWN_FORMAT",
      new RangeError(
        `negotiate: each format must be one of ${expositionFormats.join(", ")}, but one was "${unknown}".`,
      ),
    );
  return choose(accept, offered);
}

const negotiateAll = /* @__PURE__ */ memoizeByHeader((accept) => choose(accept, expositionFormats));

function choose(accept: string | null | undefined, offered: readonly ExpositionFormatName[]): Negotiated {
  const preference = prefer(parseAccept(accept), ["text-0.0.4", ...offered], precisionOf);
  const format = preference?.choice ?? "text-0.0.4";
  const requested = preference?.clause.parameters.get("escaping");
  const scheme = escapingSchemes.find((each) => each === requested) ?? "underscores";
  // Formats before version 1.0.0 have no quoted names, and their Content-Type cannot announce them.
  const escaping = scheme === "allow-utf-8" && /-0\.0\.\d$/.test(format) ? "underscores" : scheme;
  return Object.freeze({ format, escaping, contentType: contentTypeOf(format, escaping) });
}

function precisionOf(clause: AcceptClause, format: ExpositionFormatName): number {
  if (formatOf(clause) !== format) return 0;
  if (clause.value === "*/*") return 1;
  return clause.value === "text/*" ? 2 : 3;
}

/** Returns the format that a clause names, if it is supported. */
function formatOf({ value, parameters }: AcceptClause): ExpositionFormatName | undefined {
  const version = parameters.get("version");
  const format = formats.get(version === undefined ? value : `${value};version=${version}`);
  return format === "protobuf" && !isDelimitedMetricFamily(parameters) ? undefined : format;
}

function isDelimitedMetricFamily(parameters: ReadonlyMap<string, string>): boolean {
  // parseAccept converts the header to lower case.
  return parameters.get("proto") === "io.prometheus.client.metricfamily" && parameters.get("encoding") === "delimited";
}
