import { withCode } from "../../model/errors/coded-error.js";
import type { MetricFamily } from "../../model/families/metric-family.js";
import { parseProtobuf } from "./protobuf/parse.js";
import { parseOpenMetrics } from "./text/openmetrics.js";
import { parseText } from "./text/prometheus.js";
import { decodeBody } from "./utf8.js";

const protobufMessage = "io.prometheus.client.MetricFamily";

/**
 * Parses an exposition, and rejects one that breaks a rule of its format. The supported formats are text 0.0.4 and
 * 1.0.0, OpenMetrics 0.0.1 and 1.0.0, and length-delimited protobuf.
 *
 * The families have the names of their samples: an OpenMetrics counter `a` is named `a_total`, and an info `a` is named
 * `a_info`. All labels of an info are in `info`. A required number that the body omits is NaN: the sum of a histogram
 * or summary, the count of a summary. Several points of one OpenMetrics series become
 * several metrics with the same labels.
 *
 * @param body - the whole exposition, not compressed; bytes if it is protobuf
 * @param contentType - the `Content-Type` of the body; text without a version is read as 0.0.4
 * @returns the families, each with an array of metrics
 * @throws {ParseError} at the first violation, with its position
 * @throws {RangeError} if the content type is not supported
 * @throws {TypeError} if protobuf is passed as a string, or the content type is not a string
 * @example
 * ```ts
 * const response = await fetch("http://127.0.0.1:8000/metrics");
 * const families = parse(await response.text(), response.headers.get("content-type") ?? "text/plain");
 * ```
 */
export function parse(body: Uint8Array | string, contentType: string): MetricFamily[] {
  if (typeof contentType !== "string") {
    throw withCode(
      "NARTHEX_INVALID_ARGUMENT",
      new TypeError(`parse: contentType must be the Content-Type of the body, but was ${contentType}.`),
    );
  }
  const [mediaType, parameters] = parseContentType(contentType);
  const version = parameters.get("version") ?? "";
  const allowsUtf8 = parameters.get("escaping") === "allow-utf-8";
  if (!["", "utf-8"].includes(parameters.get("charset") ?? "")) rejectType(contentType);
  switch (`${mediaType} ${version}`) {
    case "text/plain ":
    case "text/plain 0.0.4":
      return parseText(decodeBody(body), allowsUtf8);
    case "text/plain 1.0.0":
      return parseText(decodeBody(body), true);
    case "application/openmetrics-text ":
    case "application/openmetrics-text 0.0.1":
    case "application/openmetrics-text 1.0.0":
      return parseOpenMetrics(decodeBody(body), allowsUtf8);
    case "application/vnd.google.protobuf ":
      if ((parameters.get("proto") ?? protobufMessage) !== protobufMessage) rejectType(contentType);
      if ((parameters.get("encoding") ?? "delimited") !== "delimited") rejectType(contentType);
      if (typeof body === "string")
        throw withCode(
          "NARTHEX_INVALID_ARGUMENT",
          new TypeError("parse: a protobuf body must be a Uint8Array, but was a string."),
        );
      return parseProtobuf(body);
    default:
      return rejectType(contentType);
  }
}

function parseContentType(contentType: string): [mediaType: string, parameters: ReadonlyMap<string, string>] {
  const [mediaType = "", ...parameters] = contentType.split(";").map((part) => part.trim());
  const entries = parameters.map((parameter): [string, string] => {
    const [name = "", value = ""] = parameter.split("=").map((part) => part.trim());
    const unquoted = value.replace(/^"(.*)"$/, "$1");
    return [name.toLowerCase(), name.toLowerCase() === "charset" ? unquoted.toLowerCase() : unquoted];
  });
  return [mediaType.toLowerCase(), new Map(entries)];
}

function rejectType(contentType: string): never {
  throw withCode(
    "NARTHEX_UNKNOWN_FORMAT",
    new RangeError(
      `parse: contentType must be text/plain (0.0.4, 1.0.0), application/openmetrics-text (0.0.1, 1.0.0) or ` +
        `application/vnd.google.protobuf; proto=${protobufMessage}; encoding=delimited, but was ${JSON.stringify(contentType)}.`,
    ),
  );
}
