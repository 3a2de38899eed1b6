import { describe, expect, test } from "vitest";
import { acceptHeaderFor, escapingSchemes, expositionFormats, negotiate } from "../../../src/exposition/index.js";
import { withCode } from "../../../src/model/errors/coded-error.js";

describe("acceptHeaderFor", () => {
  test.each([
    ["text-0.0.4", "text/plain; version=0.0.4"],
    ["text-1.0.0", "text/plain; version=1.0.0; escaping=allow-utf-8"],
    ["openmetrics-0.0.1", "application/openmetrics-text; version=0.0.1"],
    ["openmetrics-1.0.0", "application/openmetrics-text; version=1.0.0; escaping=allow-utf-8"],
    [
      "protobuf",
      "application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily; encoding=delimited; escaping=allow-utf-8",
    ],
  ] as const)("requests %s, with names as they are where the format has them", (format, header) => {
    expect(acceptHeaderFor(format)).toBe(header);
  });

  test.each(expositionFormats)("is answered with %s under each escaping scheme that the format has", (format) => {
    const schemes = escapingSchemes.filter((scheme) => scheme !== "allow-utf-8" || !format.includes("-0.0."));
    const answers = schemes.map((scheme) => negotiate({ accept: acceptHeaderFor(format, scheme) }));
    expect(answers).toMatchObject(schemes.map((escaping) => ({ format, escaping })));
  });

  test("is answered with underscores if the format cannot contain names as they are", () => {
    expect(negotiate({ accept: acceptHeaderFor("text-0.0.4") })).toMatchObject({
      format: "text-0.0.4",
      escaping: "underscores",
    });
  });

  test("rejects a format or an escaping scheme that does not exist, and names those that do", () => {
    expect(() => acceptHeaderFor("text" as "text-0.0.4")).toThrow(
      withCode(
        "NARTHEX_INVALID_ARGUMENT",
        new RangeError(
          'acceptHeaderFor: format must be one of text-0.0.4, text-1.0.0, openmetrics-0.0.1, openmetrics-1.0.0, protobuf, but was "text".',
        ),
      ),
    );
    expect(() => acceptHeaderFor(undefined as unknown as "protobuf")).toThrow(TypeError);
    expect(() => acceptHeaderFor("protobuf", "utf8" as "dots")).toThrow(/^acceptHeaderFor: escaping must be one of /);
  });
});
