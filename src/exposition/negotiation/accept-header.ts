import { type EscapingScheme, escapingSchemes } from "../../model/families/escaping-schemes.js";
import { checkArgument, oneOf } from "../../validation/options.js";
import { contentTypeOf, type ExpositionFormatName, expositionFormats } from "./format.js";

/**
 * Returns the `Accept` header that requests a format from a server, for example in a test of an endpoint.
 *
 * @param format - the format
 * @param escaping - the escaping scheme for names outside the legacy character set (default `allow-utf-8`, which leaves
 * them as they are; formats before version 1.0.0 cannot contain such names and use `underscores` instead)
 * @throws {TypeError} if an argument is not a string
 * @throws {RangeError} if the format or the escaping scheme is unknown
 * @example
 * ```ts
 * const response = await fetch(url, { headers: { Accept: acceptHeaderFor("openmetrics-1.0.0") } });
 * ```
 */
export function acceptHeaderFor(format: ExpositionFormatName, escaping: EscapingScheme = "allow-utf-8"): string {
  checkArgument("acceptHeaderFor", "format", format, oneOf(expositionFormats));
  checkArgument("acceptHeaderFor", "escaping", escaping, oneOf(escapingSchemes));
  const mediaType = contentTypeOf(format, escaping).replace("; charset=utf-8", "");
  // A Content-Type before version 1.0.0 has no escaping scheme, but its names are escaped as the client requests.
  const isComplete = mediaType.includes("; escaping=") || escaping === "allow-utf-8";
  return isComplete ? mediaType : `${mediaType}; escaping=${escaping}`;
}
