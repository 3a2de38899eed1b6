import type { MetricFamily } from "../../model/metric-family.js";
import { parseProtobuf } from "./protobuf/parse.js";
import { parseOpenMetrics } from "./text/openmetrics.js";
import { parseText } from "./text/prometheus.js";
import { decodeBody } from "./utf8.js";

const protobufMessage = "io.prometheus.client.MetricFamily";

/**
 * Reads an exposition and refuses one that breaks a rule of its format. Reads text 0.0.4 and 1.0.0, OpenMetrics 0.0.1 and
 * 1.0.0, and length-delimited protobuf.
 *
 * Families come back as the model has them, each with an array of metrics: an OpenMetrics counter `a` is named `a_total`
 * and an info `a` is named `a_info`, as their samples are. All labels of an info are in `info`. What a body leaves out, but
 * the model requires, is NaN: a histogram's or summary's sum, a summary's count, an exemplar's timestamp. Several points of
 * one OpenMetrics series are several metrics with the same labels.
 *
 * @param body - the whole exposition, uncompressed; protobuf as bytes
 * @param contentType - the `Content-Type` that came with it; without a version, text is 0.0.4
 * @throws ParseError at the first broken rule, with its place
 * @throws RangeError when the content type is none that can be read
 * @throws TypeError when protobuf is given as a string, or there is no content type
 * @example
 * ```ts
 * const response = await fetch("http://127.0.0.1:8000/metrics");
 * const families = parse(await response.text(), response.headers.get("content-type") ?? "text/plain");
 * ```
 */
export function parse(body: Uint8Array | string, contentType: string): MetricFamily[] {
  if (typeof contentType !== "string") {
    throw new TypeError(`parse: contentType must be the Content-Type that came with the body, but was ${contentType}.`);
  }
  const [mediaType, parameters] = parseContentType(contentType);
  const version = parameters.get("version") ?? "";
  const allowsUtf8 = parameters.get("escaping") === "allow-utf-8";
  if (!["", "utf-8"].includes(parameters.get("charset") ?? "")) refuse(contentType);
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
      if ((parameters.get("proto") ?? protobufMessage) !== protobufMessage) refuse(contentType);
      if ((parameters.get("encoding") ?? "delimited") !== "delimited") refuse(contentType);
      if (typeof body === "string")
        throw new TypeError("a protobuf exposition is bytes: give parse() a Uint8Array, not a string");
      return parseProtobuf(body);
    default:
      return refuse(contentType);
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

function refuse(contentType: string): never {
  throw new RangeError(
    `cannot parse ${JSON.stringify(contentType)}: give text/plain (0.0.4, 1.0.0), application/openmetrics-text (0.0.1, 1.0.0) ` +
      `or application/vnd.google.protobuf; proto=${protobufMessage}; encoding=delimited`,
  );
}
