import { readFileSync } from "node:fs";
import fc from "fast-check";
import Negotiator from "negotiator";
import { describe, expect, test } from "vitest";
import {
  contentTypeOf,
  type ExpositionFormatName,
  expositionFormats,
} from "../../../src/exposition/negotiation/format.js";
import { negotiate } from "../../../src/exposition/negotiation/negotiate.js";
import { withCode } from "../../../src/model/errors/coded-error.js";
import { escapingSchemes } from "../../../src/model/families/escaping-schemes.js";

const protobuf = "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited";
const openMetrics = "application/openmetrics-text";
const formatOf = (accept: string | undefined) => negotiate({ accept }).format;

describe("negotiate", () => {
  test.each<[string, ExpositionFormatName]>([
    ["text/plain", "text-0.0.4"],
    ["text/plain;version=0.0.4", "text-0.0.4"],
    ["text/plain;version=1.0.0", "text-1.0.0"],
    [openMetrics, "openmetrics-0.0.1"],
    [`${openMetrics};version=0.0.1`, "openmetrics-0.0.1"],
    [`${openMetrics};version=1.0.0`, "openmetrics-1.0.0"],
    [protobuf, "protobuf"],
    [protobuf.toUpperCase(), "protobuf"],
    [`${openMetrics}; charset=utf-8; version="1.0.0"; validchars=utf8`, "openmetrics-1.0.0"],
  ])("serves %s as %s", (accept, format) => {
    expect(formatOf(accept)).toBe(format);
  });

  test.each([
    undefined,
    null,
    "",
    "*/*",
    "text/*",
    "text/html, application/xhtml+xml, application/xml;q=0.9, */*;q=0.8",
    "application/json",
    "application/*",
    "*/*;q=0",
    "text/plain;q=0",
    "text/plain;version=0.0.5",
    "text/plain;version=constructor",
    `${openMetrics};version=2.0.0`,
    `${openMetrics};version=1.0.0;q=0`,
    `${openMetrics};version=1.0.0;q=2`,
    "application/vnd.google.protobuf",
    "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily",
    "application/vnd.google.protobuf;encoding=delimited",
    "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=text",
    "application/vnd.google.protobuf;proto=io.prometheus.client.Metric;encoding=delimited",
    "/;q=0.1",
    "garbage",
    '\0\n"',
  ])("answers %j with text 0.0.4 and escapes to underscores", (accept) => {
    expect(negotiate({ accept })).toEqual({
      format: "text-0.0.4",
      escaping: "underscores",
      contentType: "text/plain; version=0.0.4; charset=utf-8",
    });
  });

  test("answers a header of 64 kB with text 0.0.4", () => {
    expect(formatOf(`${openMetrics};version=1.0.0,`.padEnd(65_536, "a/b,"))).toBe("text-0.0.4");
  });

  test("chooses the format with the highest weight, in any order", () => {
    expect(formatOf(`text/plain;version=0.0.4;q=0.3,${openMetrics};version=1.0.0;q=0.5,${protobuf};q=0.4`)).toBe(
      "openmetrics-1.0.0",
    );
  });

  test("chooses the first format if weights are equal", () => {
    expect(formatOf(`${protobuf},${openMetrics};version=1.0.0`)).toBe("protobuf");
    expect(formatOf(`${openMetrics};version=1.0.0,${protobuf}`)).toBe("openmetrics-1.0.0");
    expect(formatOf(`text/plain,${openMetrics};version=1.0.0`)).toBe("text-0.0.4");
  });

  test("ignores formats that are not offered", () => {
    expect(formatOf(`${openMetrics};version=2.0.0;q=0.7,${openMetrics};version=1.0.0;q=0.6,*/*;q=0.5`)).toBe(
      "openmetrics-1.0.0",
    );
  });

  test("excludes a format with a weight of 0", () => {
    expect(formatOf(`${protobuf};q=0,${openMetrics};version=1.0.0;q=0.1`)).toBe("openmetrics-1.0.0");
  });

  test("does not apply the weight of a wildcard to a format that has its own weight", () => {
    expect(formatOf(`${openMetrics};version=1.0.0;q=0.5,text/plain;q=0.3,*/*;q=1`)).toBe("openmetrics-1.0.0");
  });

  test("does not apply the weight of text/* or */* to a more precise media range", () => {
    const others = `${openMetrics};version=1.0.0;q=0.5`;
    expect(formatOf(`text/*;q=1,text/plain;q=0.3,${others}`)).toBe("openmetrics-1.0.0");
    expect(formatOf(`*/*;q=1,text/*;q=0.3,${others}`)).toBe("openmetrics-1.0.0");
  });

  test("prefers a named format to a wildcard of the same weight", () => {
    expect(formatOf(`*/*,${openMetrics};version=1.0.0`)).toBe("openmetrics-1.0.0");
  });

  test("prefers a valid weight to an invalid one", () => {
    expect(formatOf(`${openMetrics};version=1.0.0;q=0.2,*/*;q=2`)).toBe("openmetrics-1.0.0");
    expect(formatOf(`${openMetrics};version=1.0.0;q=0.2,${protobuf};q=high`)).toBe("openmetrics-1.0.0");
  });

  test.each(escapingSchemes)(
    "uses the escaping scheme %s of the clause, and names it in the content type",
    (escaping) => {
      expect(negotiate({ accept: `${openMetrics};version=1.0.0;escaping=${escaping};q=0.5,*/*;q=0.1` })).toEqual({
        format: "openmetrics-1.0.0",
        escaping,
        contentType: `application/openmetrics-text; version=1.0.0; charset=utf-8; escaping=${escaping}`,
      });
    },
  );

  test.each(["text/plain;version=0.0.4", `${openMetrics};version=0.0.1`])(
    "escapes the names of %s, which cannot quote them, although allow-utf-8 is requested",
    (mediaType) => {
      expect(negotiate({ accept: `${mediaType};escaping=allow-utf-8` }).escaping).toBe("underscores");
      expect(negotiate({ accept: `${mediaType};escaping=dots` }).escaping).toBe("dots");
    },
  );

  test("uses the escaping scheme of the chosen clause only", () => {
    const accept = `application/json;escaping=values,${openMetrics};version=1.0.0;q=0.5,text/plain;escaping=dots;q=0.1`;
    expect(negotiate({ accept }).escaping).toBe("underscores");
  });

  test.each(["nonsense", "", '"allow-utf-8; x"', "constructor"])(
    "escapes to underscores when asked for %j",
    (escaping) => {
      expect(negotiate({ accept: `${openMetrics};version=1.0.0;escaping=${escaping || '""'}` })).toMatchObject({
        format: "openmetrics-1.0.0",
        escaping: "underscores",
      });
    },
  );

  test("chooses only among the offered formats and text 0.0.4", () => {
    const accept = `${protobuf},${openMetrics};version=1.0.0;q=0.8,text/plain;version=1.0.0;q=0.6`;
    expect(negotiate({ accept, formats: ["text-1.0.0", "openmetrics-1.0.0"] }).format).toBe("openmetrics-1.0.0");
    expect(negotiate({ accept, formats: ["text-1.0.0"] }).format).toBe("text-1.0.0");
    expect(negotiate({ accept, formats: [] }).format).toBe("text-0.0.4");
    expect(negotiate({ accept: "text/plain,text/plain;version=1.0.0;q=0.5", formats: ["text-1.0.0"] }).format).toBe(
      "text-0.0.4",
    );
  });

  test("rejects an unknown format among the offered ones", () => {
    expect(() => negotiate({ accept: "*/*", formats: ["text-1.0.0", "json" as ExpositionFormatName] })).toThrow(
      withCode(
        "NARTHEX_UNKNOWN_FORMAT",
        new RangeError(
          "negotiate: each format must be one of text-0.0.4, text-1.0.0, openmetrics-0.0.1, openmetrics-1.0.0, " +
            'protobuf, but one was "json".',
        ),
      ),
    );
  });

  test("rejects a header that is not a string", () => {
    expect(() => negotiate({ accept: 5 as unknown as string })).toThrow(
      withCode(
        "NARTHEX_INVALID_OPTION",
        new TypeError("negotiate: accept must be the value of an Accept header, but was 5."),
      ),
    );
  });

  test("answers any header with one of its own content types", () => {
    const contentTypes = new Set(
      expositionFormats.flatMap((format) => escapingSchemes.map((escaping) => contentTypeOf(format, escaping))),
    );
    const piece = fc.oneof(
      fc.constantFrom(protobuf, openMetrics, "text/plain", "*/*", "text/*", ";version=1.0.0", ";version=0.0.4"),
      fc.constantFrom(";escaping=", "allow-utf-8", "dots", ";q=", "0", "0.5", "1", "2", ",", ";", '"', "\\", "=", " "),
      fc.string({ unit: "binary", maxLength: 3 }),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        const { format, escaping, contentType } = negotiate({ accept: pieces.join("") });
        expect(contentTypes).toContain(contentType);
        expect(contentType).toBe(contentTypeOf(format, escaping));
      }),
      { numRuns: 1000 },
    );
  });

  test("agrees with negotiator on headers without parameters", () => {
    const clause = fc.record({
      type: fc.constantFrom("text/plain", openMetrics, "text/html", "application/json", "text/*", "*/*"),
      q: fc.constantFrom("", ";q=0", ";q=0.1", "; q=0.5", ";q=0.999", ";q=1"),
    });
    fc.assert(
      fc.property(fc.uniqueArray(clause, { selector: ({ type }) => type, minLength: 1 }), (clauses) => {
        const accept = clauses.map(({ type, q }) => type + q).join(", ");
        // a wildcard asks for the default, so that OpenMetrics is available to those who name it
        const available = clauses.some(({ type }) => type === openMetrics)
          ? ["text/plain", openMetrics]
          : ["text/plain"];
        const chosen = new Negotiator({ headers: { accept } }).mediaType(available);
        expect(formatOf(accept)).toBe(chosen === openMetrics ? "openmetrics-0.0.1" : "text-0.0.4");
      }),
      { numRuns: 1000 },
    );
  });
});

describe("negotiate with the headers that Prometheus sends", () => {
  const headers: { prometheus: string; setting: string; accept: string }[] = JSON.parse(
    readFileSync(new URL("../../fixtures/prometheus-accept-headers.json", import.meta.url), "utf8"),
  );

  /** What each release asks for first, in the fixture's order. */
  const expected = [
    "v2.2.0 acceptHeader: text-0.0.4 underscores",
    "v2.5.0 acceptHeader: openmetrics-0.0.1 underscores",
    "v2.34.0 acceptHeader: openmetrics-1.0.0 underscores",
    "v2.40.0 scrapeAcceptHeader: openmetrics-1.0.0 underscores",
    "v2.40.0 scrapeAcceptHeaderWithProtobuf: protobuf underscores",
    "v2.41.0 scrapeAcceptHeader: openmetrics-1.0.0 underscores",
    "v2.41.0 scrapeAcceptHeaderWithProtobuf: protobuf underscores",
    "v2.49.0 DefaultScrapeProtocols: openmetrics-1.0.0 underscores", // beside an invalid */*;q=2
    "v2.49.0 DefaultNativeHistogramScrapeProtocols: protobuf underscores", // beside */*;q=1
    "v2.50.0 DefaultScrapeProtocols: openmetrics-1.0.0 underscores",
    "v2.50.0 DefaultProtoFirstScrapeProtocols: protobuf underscores",
    "v2.55.0 DefaultScrapeProtocols/allow-utf-8: openmetrics-1.0.0 allow-utf-8",
    "v2.55.0 DefaultScrapeProtocols/underscores: openmetrics-1.0.0 underscores",
    "v2.55.0 DefaultProtoFirstScrapeProtocols/allow-utf-8: protobuf allow-utf-8",
    "v2.55.0 DefaultProtoFirstScrapeProtocols/underscores: protobuf underscores",
    "v3.0.0 DefaultScrapeProtocols/allow-utf-8: openmetrics-1.0.0 allow-utf-8",
    "v3.0.0 DefaultScrapeProtocols/underscores: openmetrics-1.0.0 underscores",
    "v3.0.0 DefaultProtoFirstScrapeProtocols/allow-utf-8: protobuf allow-utf-8",
    "v3.0.0 DefaultProtoFirstScrapeProtocols/underscores: protobuf underscores",
    "v3.3.0 DefaultScrapeProtocols/allow-utf-8: openmetrics-1.0.0 allow-utf-8",
    "v3.3.0 DefaultScrapeProtocols/underscores: openmetrics-1.0.0 underscores",
    "v3.3.0 DefaultProtoFirstScrapeProtocols/allow-utf-8: protobuf allow-utf-8",
    "v3.3.0 DefaultProtoFirstScrapeProtocols/underscores: protobuf underscores",
    "v3.4.0 DefaultScrapeProtocols/allow-utf-8: openmetrics-1.0.0 allow-utf-8",
    "v3.4.0 DefaultScrapeProtocols/underscores: openmetrics-1.0.0 underscores",
    "v3.4.0 DefaultProtoFirstScrapeProtocols/allow-utf-8: protobuf underscores", // its protobuf clause names no scheme
    "v3.4.0 DefaultProtoFirstScrapeProtocols/underscores: protobuf underscores",
  ];

  test("chooses the format to which each release gives the highest weight", () => {
    const actual = headers.map(({ prometheus, setting, accept }) => {
      const { format, escaping } = negotiate({ accept });
      return `${prometheus} ${setting}: ${format} ${escaping}`;
    });
    expect(actual).toEqual(expected);
  });

  test("reads the duplicate escaping parameter of 3.0 if text 1.0.0 is offered", () => {
    const accept = headers.find(({ accept }) => accept.includes("escaping=allow-utf-8;escaping=allow-utf-8"))?.accept;
    expect(negotiate({ accept, formats: ["text-1.0.0"] })).toMatchObject({
      format: "text-1.0.0",
      escaping: "allow-utf-8",
    });
  });

  test("chooses text 0.0.4 for every release if nothing else is offered", () => {
    for (const { accept } of headers) expect(negotiate({ accept, formats: [] }).format).toBe("text-0.0.4");
  });
});
