import type { EscapingScheme } from "../../model/escaping-schemes.js";

/** The exposition formats that can be written. */
export type ExpositionFormatName = "text-0.0.4" | "text-1.0.0" | "openmetrics-0.0.1" | "openmetrics-1.0.0" | "protobuf";

/** All exposition formats. */
export const expositionFormats: readonly ExpositionFormatName[] = [
  "text-0.0.4",
  "text-1.0.0",
  "openmetrics-0.0.1",
  "openmetrics-1.0.0",
  "protobuf",
];

/**
 * The `Content-Type` of a body. It names the escaping scheme where the format knows schemes: from version 1.0.0 on, and
 * in protobuf.
 *
 * @param format - how the body is written
 * @param escaping - what became of names outside of the legacy character set
 * @example
 * ```ts
 * contentTypeOf("text-1.0.0", "dots"); // text/plain; version=1.0.0; charset=utf-8; escaping=dots
 * ```
 */
export function contentTypeOf(format: ExpositionFormatName, escaping: EscapingScheme): string {
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
