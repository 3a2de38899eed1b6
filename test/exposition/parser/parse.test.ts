import { describe, expect, test } from "vitest";
import { parse } from "../../../src/exposition/parser/parse.js";
import { ParseError } from "../../../src/exposition/parser/parse-error.js";
import { withCode } from "../../../src/model/errors/coded-error.js";
import { encodeDelimited } from "../../protobuf-encoder.js";

/** The error that a body is refused with. */
function refusal(body: Uint8Array | string, contentType: string): ParseError {
  try {
    parse(body, contentType);
  } catch (error) {
    if (error instanceof ParseError) return error;
    throw error;
  }
  throw new Error(`was not refused: ${JSON.stringify(body)}`);
}

describe("the content type", () => {
  test.each([
    "text/plain",
    "text/plain; version=0.0.4",
    'TEXT/Plain;version="0.0.4"; charset=UTF-8; escaping=underscores',
    "text/plain; version=1.0.0; charset=utf-8; escaping=values",
    "text/plain ; version = 0.0.4",
    "text/plain; version; charset;",
  ])("%s is read as text", (contentType) => {
    expect(parse("# TYPE a gauge\na 1\n", contentType)).toEqual([
      { name: "a", help: "", type: "gauge", metrics: [{ labels: {}, value: 1 }] },
    ]);
  });

  test.each([
    "application/openmetrics-text",
    "application/openmetrics-text; version=0.0.1; charset=utf-8",
    "application/openmetrics-text;version=1.0.0;escaping=dots",
  ])("%s is read as OpenMetrics", (contentType) => {
    expect(parse("# EOF\n", contentType)).toEqual([]);
    expect(() => parse("a 1\n", contentType)).toThrow("the last line must be # EOF");
  });

  test.each([
    "application/vnd.google.protobuf",
    "application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily; encoding=delimited",
  ])("%s is read as protobuf", (contentType) => {
    expect(parse(new Uint8Array(), contentType)).toEqual([]);
  });

  test.each([
    "",
    "application/json",
    "text/plain; version=2.0.0",
    "text/plain; version = 2.0.0",
    'text/plain; version="2.0.0"',
    'text/plain; version=0.0."4"',
    'text/plain; version="0.0".4',
    "text/plain; charset=latin1",
    "application/openmetrics-text; version=2.0.0",
    "application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily; encoding=text",
    "application/vnd.google.protobuf; proto=other.Message; encoding=delimited",
  ])("%j is rejected with a RangeError that names the supported types", (contentType) => {
    expect(() => parse("", contentType)).toThrow(RangeError);
    expect(() => parse("", contentType)).toThrow(/contentType must be text\/plain/);
    expect(() => parse("", contentType)).toThrow(`encoding=delimited, but was ${JSON.stringify(contentType)}.`);
  });

  test("a missing content type is rejected", () => {
    expect(() => parse("a 1\n", undefined as unknown as string)).toThrow(
      withCode(
        "NARTHEX_INVALID_ARGUMENT",
        new TypeError("parse: contentType must be the Content-Type of the body, but was undefined."),
      ),
    );
  });

  test("protobuf is accepted only as bytes", () => {
    expect(() => parse("", "application/vnd.google.protobuf")).toThrow(TypeError);
    expect(() => parse("", "application/vnd.google.protobuf")).toThrow(
      "parse: a protobuf body must be a Uint8Array, but was a string.",
    );
  });
});

describe("a field that a body omits", () => {
  const labels = {};
  test("is absent from what text is parsed to", () => {
    expect(parse("# TYPE c counter\nc 1\n", "text/plain")).toStrictEqual([
      { name: "c", help: "", type: "counter", metrics: [{ labels, value: 1 }] },
    ]);
  });

  test("is absent from what OpenMetrics is parsed to", () => {
    const counter = "# TYPE c counter\n# UNIT c \nc_total 1\n";
    const histogram = '# TYPE h histogram\nh_bucket{le="+Inf"} 1\n';
    const summary = "# TYPE s summary\ns_sum 1\n";
    expect(parse(`${counter}${histogram}${summary}# EOF\n`, "application/openmetrics-text")).toStrictEqual([
      { name: "c_total", help: "", type: "counter", metrics: [{ labels, value: 1 }] },
      {
        name: "h",
        help: "",
        type: "histogram",
        metrics: [{ labels, count: 1, sum: NaN, buckets: [{ upperBound: Infinity, count: 1 }] }],
      },
      { name: "s", help: "", type: "summary", metrics: [{ labels, count: NaN, sum: 1, quantiles: [] }] },
    ]);
  });

  test("is absent from what protobuf is parsed to, or has the default value", () => {
    const body = encodeDelimited(
      { name: "c", type: 0, metric: [{ counter: {} }] },
      { name: "d", type: 0, metric: [{ counter: { exemplar: {} } }] },
      { name: "g", type: 1, metric: [{ gauge: {} }] },
      { name: "h", type: 4, metric: [{ histogram: { bucket: [{ exemplar: {} }] } }] },
      { name: "s", type: 2, metric: [{ summary: { quantile: [{}] } }] },
      { name: "u", type: 3, metric: [{ untyped: {} }] },
    );
    const exemplar = { labels, value: 0 };
    expect(parse(body, "application/vnd.google.protobuf")).toStrictEqual([
      { name: "c", help: "", type: "counter", metrics: [{ labels, value: 0 }] },
      { name: "d", help: "", type: "counter", metrics: [{ labels, value: 0, exemplar }] },
      { name: "g", help: "", type: "gauge", metrics: [{ labels, value: 0 }] },
      {
        name: "h",
        help: "",
        type: "histogram",
        metrics: [
          {
            labels,
            count: 0,
            sum: 0,
            buckets: [
              { upperBound: 0, count: 0, exemplar },
              { upperBound: Infinity, count: 0 },
            ],
          },
        ],
      },
      {
        name: "s",
        help: "",
        type: "summary",
        metrics: [{ labels, count: 0, sum: 0, quantiles: [{ quantile: 0, value: 0 }] }],
      },
      { name: "u", help: "", type: "unknown", metrics: [{ labels, value: 0 }] },
    ]);
  });
});

describe("a body of bytes", () => {
  test("is read as UTF-8", () => {
    const [family] = parse(Buffer.from("# HELP a größe ☃\n"), "text/plain");
    expect(family?.help).toBe("größe ☃");
  });

  test("that is not UTF-8 is rejected at its first invalid byte", () => {
    const body = Buffer.concat([Buffer.from("# HELP a ü\n# HELP b "), Buffer.from([0xed, 0xa0, 0x80, 10])]);
    expect(refusal(body, "text/plain")).toMatchObject({ line: 2, column: 10, offset: undefined });
  });

  test("that is not UTF-8 is rejected with a replacement character as the text found", () => {
    expect(refusal(Buffer.from([0x61, 0xff]), "text/plain").message).toBe(
      'line 1, column 2: a body must be valid UTF-8, found "\ufffd"',
    );
    expect(refusal(Buffer.from([0x61, 10, 10, 0x62, 0x63, 0xff]), "text/plain")).toMatchObject({ line: 3, column: 3 });
  });

  test("that is truncated within a character is rejected", () => {
    expect(refusal(Buffer.from("# HELP a €").subarray(0, -1), "text/plain")).toMatchObject({ line: 1 });
  });

  test.each(["text/plain", "application/openmetrics-text"])(
    "with a byte order mark is rejected as %s",
    (contentType) => {
      expect(refusal(Buffer.from("\ufeffa 1\n"), contentType)).toMatchObject({ line: 1, column: 1 });
    },
  );
});

test("a string with a lone surrogate is rejected at its position", () => {
  expect(refusal('a 1\na{b="😀\ud800"} 1\n', "text/plain")).toMatchObject({ line: 2, column: 8, text: "\ud800" });
});

test("an error states the position, the rule and the text that was found", () => {
  const error = refusal("up 1\ndown one\n", "text/plain");
  expect(error).toMatchObject({ name: "ParseError", line: 2, column: 6, text: "one" });
  expect(error.message).toBe('line 2, column 6: the value of a sample must be a number, found "one"');
});

test("a text of up to 80 characters is in the message, and a longer one is cut", () => {
  const rule = "line 1, column 3: the value of a sample must be a number, found";
  expect(refusal(`a ${"y".repeat(80)}\n`, "text/plain").message).toBe(`${rule} "${"y".repeat(80)}"`);
  expect(refusal(`a ${"y".repeat(81)}\n`, "text/plain").message).toBe(`${rule} "${"y".repeat(80)}…"`);
});

test("a long text is shortened in the message but not in the property", () => {
  const { message, text } = refusal(`${"x".repeat(500)}\n`, "text/plain");
  expect(message.length).toBeLessThan(200);
  expect(text).toBe("");
  expect(refusal(`a ${"y".repeat(500)}\n`, "text/plain").text).toHaveLength(500);
});
