import { type EscapingScheme, escapingSchemes } from "../../model/families/escaping-schemes.js";
import { checkArgument, oneOf } from "../../validation/options.js";

/** The name of an exposition format. */
export type ExpositionFormatName = "text-0.0.4" | "text-1.0.0" | "openmetrics-0.0.1" | "openmetrics-1.0.0" | "protobuf";

/** The names of all exposition formats. */
export const expositionFormats: readonly ExpositionFormatName[] = [
  "text-0.0.4",
  "text-1.0.0",
  "openmetrics-0.0.1",
  "openmetrics-1.0.0",
  "protobuf",
];

/**
 * Returns the `Content-Type` of a body. It includes the escaping scheme for the text formats of version 1.0.0 and for
 * protobuf.
 *
 * @param format - the format of the body
 * @param escaping - the escaping scheme for names outside the legacy character set
 * @throws {TypeError} if an argument is not a string
 * @throws {RangeError} if the format or the escaping scheme is unknown
 * @example
 * ```ts
 * contentTypeOf("text-1.0.0", "dots"); // text/plain; version=1.0.0; charset=utf-8; escaping=dots
 * ```
 */
export function contentTypeOf(format: ExpositionFormatName, escaping: EscapingScheme): string {
  checkArgument("contentTypeOf", "format", format, oneOf(expositionFormats));
  checkArgument("contentTypeOf", "escaping", escaping, oneOf(escapingSchemes));
  switch (format) {
    case "text-0.0.4":
      return "text/plain; version=0.0.4; charset=utf-8";
    case "text-1.0.0":
      return `text/plain; version=1.0.0; charset=utf-8; escaping=${escaping}`;
    case "openmetrics-0.0.1":
      return "application/openmetrics-text; version=0.0.1; charset=utf-8";
    case "openmetrics-1.0.0":
      return `application/openmetrics-text; version=1.0.0; charset=utf-8; escaping=${escaping}`;
    case "protobuf":
      return `application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily; encoding=delimited; escaping=${escaping}`;
  }
}
