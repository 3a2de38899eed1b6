import { describe, expect, test } from "vitest";
import { contentTypeOf } from "../../../src/exposition/negotiation/format.js";

describe("contentTypeOf", () => {
  test.each([
    ["text-0.0.4", "text/plain; version=0.0.4; charset=utf-8"],
    ["text-1.0.0", "text/plain; version=1.0.0; charset=utf-8; escaping=dots"],
    ["openmetrics-0.0.1", "application/openmetrics-text; version=0.0.1; charset=utf-8"],
    ["openmetrics-1.0.0", "application/openmetrics-text; version=1.0.0; charset=utf-8; escaping=dots"],
    [
      "protobuf",
      "application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily; encoding=delimited; escaping=dots",
    ],
  ] as const)(
    "names the media type, version and, where the format knows them, the escaping of %s",
    (format, expected) => {
      expect(contentTypeOf(format, "dots")).toBe(expected);
    },
  );
});

test("a Content-Type of an unknown format or escaping scheme is rejected", () => {
  expect(() => contentTypeOf("text" as never, "dots")).toThrow("contentTypeOf: format must be one of text-0.0.4, ");
  expect(() => contentTypeOf("text-1.0.0", undefined as never)).toThrow("contentTypeOf: escaping must be one of ");
});
