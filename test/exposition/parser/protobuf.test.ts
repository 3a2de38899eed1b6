import { describe, expect, test } from "vitest";
import { parse } from "../../../src/exposition/parser/parse.js";
import { ParseError } from "../../../src/exposition/parser/parse-error.js";
import { encodeDelimited } from "../../judges/protobuf-encoder.js";

const contentType = "application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily; encoding=delimited";
const read = (...families: Record<string, unknown>[]) => parse(encodeDelimited(...families), contentType);
const histogram = (fields: object, type = 4) => ({ name: "h", type, metric: [{ histogram: fields }] });

describe("delimited protobuf", () => {
  test("gives families of all types under their names", () => {
    expect(
      read(
        {
          name: "a_total",
          help: "Some.",
          type: 0,
          unit: "jobs",
          metric: [
            {
              label: [{ name: "b", value: "c" }],
              counter: {
                value: 3,
                exemplar: {
                  label: [{ name: "trace_id", value: "x" }],
                  value: 1,
                  timestamp: { seconds: 5, nanos: 250_000_000 },
                },
                createdTimestamp: { seconds: 1_600_000_000, nanos: 123_000_000 },
              },
              timestampMs: 1_700_000_000_123,
            },
          ],
        },
        { name: "b", type: 1, metric: [{ gauge: { value: -0 } }] },
        { name: "c", type: 3, metric: [{ untyped: { value: NaN } }] },
        {
          name: "d",
          type: 2,
          metric: [
            {
              summary: {
                sampleCount: 2,
                sampleSum: 5,
                quantile: [
                  { quantile: 0.9, value: 3 },
                  { quantile: 0.5, value: 2 },
                ],
              },
            },
          ],
        },
      ),
    ).toEqual([
      {
        name: "a_total",
        help: "Some.",
        type: "counter",
        unit: "jobs",
        metrics: [
          {
            labels: { b: "c" },
            timestamp: 1_700_000_000.123,
            value: 3,
            exemplar: { labels: { trace_id: "x" }, value: 1, timestamp: 5.25 },
            created: 1_600_000_000.123,
          },
        ],
      },
      { name: "b", help: "", type: "gauge", metrics: [{ labels: {}, value: -0 }] },
      { name: "c", help: "", type: "unknown", metrics: [{ labels: {}, value: NaN }] },
      {
        name: "d",
        help: "",
        type: "summary",
        metrics: [
          {
            labels: {},
            count: 2,
            sum: 5,
            quantiles: [
              { quantile: 0.5, value: 2 },
              { quantile: 0.9, value: 3 },
            ],
          },
        ],
      },
    ]);
  });

  test("turns a native histogram's deltas into counts", () => {
    const [family] = read(
      histogram({
        sampleCount: 12,
        sampleSum: 4.5,
        schema: 3,
        zeroThreshold: 2 ** -128,
        zeroCount: 2,
        negativeSpan: [{ offset: -1, length: 1 }],
        negativeDelta: [1],
        positiveSpan: [
          { offset: 0, length: 2 },
          { offset: 3, length: 1 },
        ],
        positiveDelta: [3, 1, -2],
        exemplars: [{ value: 0.5, timestamp: { seconds: 1, nanos: 0 } }],
      }),
    );
    expect(family?.metrics).toEqual([
      {
        labels: {},
        count: 12,
        sum: 4.5,
        buckets: [{ upperBound: Infinity, count: 12 }],
        native: {
          schema: 3,
          zeroThreshold: 2 ** -128,
          zeroCount: 2,
          negativeSpans: [{ offset: -1, length: 1 }],
          negativeCounts: [1],
          positiveSpans: [
            { offset: 0, length: 2 },
            { offset: 3, length: 1 },
          ],
          positiveCounts: [3, 4, 2],
          exemplars: [{ labels: {}, value: 0.5, timestamp: 1 }],
        },
      },
    ]);
  });

  test("reads a gauge histogram of floats", () => {
    const [family] = read(
      histogram(
        {
          sampleCountFloat: 2.5,
          sampleSum: 1,
          zeroThreshold: 0.1,
          zeroCountFloat: 0.5,
          positiveSpan: [{ offset: 0, length: 1 }],
          positiveCount: [2],
          bucket: [{ upperBound: 1, cumulativeCountFloat: 1.5 }],
        },
        5,
      ),
    );
    expect(family).toMatchObject({
      type: "gaugehistogram",
      metrics: [
        {
          count: 2.5,
          buckets: [
            { upperBound: 1, count: 1.5 },
            { upperBound: Infinity, count: 2.5 },
          ],
          native: { zeroCount: 0.5, positiveCounts: [2] },
        },
      ],
    });
  });

  test("takes a histogram with only a span of length 0 for an empty native one", () => {
    const [family] = read(histogram({ sampleCount: 0, sampleSum: 0, positiveSpan: [{ offset: 0, length: 0 }] }));
    expect([...(family?.metrics ?? [])][0]).toMatchObject({ native: { positiveSpans: [], positiveCounts: [] } });
  });

  test("passes over fields that it does not know", () => {
    const body = Buffer.from([5, 0x0a, 1, 0x61, 0x78, 7]);
    expect(parse(body, contentType)).toEqual([{ name: "a", help: "", type: "counter", metrics: [] }]);
  });

  const native = { sampleCount: 9, sampleSum: 1, zeroThreshold: 0.1 };
  test.each([
    ["a family without a name", [{ type: 1 }], "a family has a name"],
    [
      "a family twice",
      [
        { name: "a", type: 1 },
        { name: "a", type: 1 },
      ],
      "a family occurs once",
    ],
    ["a metric of another type", [{ name: "a", type: 1, metric: [{ counter: { value: 1 } }] }], "type gauge"],
    ["a series twice", [{ name: "a", type: 1, metric: [{ gauge: {} }, { gauge: {} }] }], "a series occurs once"],
    [
      "a label twice",
      [{ name: "a", type: 1, metric: [{ label: [{ name: "b" }, { name: "b" }], gauge: {} }] }],
      '"b" occurs once',
    ],
    [
      "a label without a name",
      [{ name: "a", type: 1, metric: [{ label: [{ value: "b" }], gauge: {} }] }],
      "no name of a label",
    ],
    [
      "a quantile twice",
      [{ name: "a", type: 2, metric: [{ summary: { quantile: [{ quantile: 1 }, { quantile: 1 }] } }] }],
      "a quantile occurs once",
    ],
    [
      "buckets out of order",
      [
        histogram({
          sampleCount: 1,
          bucket: [
            { upperBound: Infinity, cumulativeCount: 1 },
            { upperBound: 1, cumulativeCount: 1 },
          ],
        }),
      ],
      "increasing order",
    ],
    [
      "buckets that decrease",
      [
        histogram({
          sampleCount: 2,
          bucket: [
            { upperBound: 1, cumulativeCount: 2 },
            { upperBound: 2, cumulativeCount: 1 },
          ],
        }),
      ],
      "cumulative",
    ],
    [
      "a count that differs from +Inf",
      [histogram({ sampleCount: 2, bucket: [{ upperBound: Infinity, cumulativeCount: 1 }] })],
      "equals the count",
    ],
    [
      "a bucket above the count",
      [histogram({ sampleCount: 1, bucket: [{ upperBound: 1, cumulativeCount: 2 }] })],
      "no bucket holds more",
    ],
    ["a schema that is reserved", [histogram({ ...native, schema: 9 })], "a schema is from -4 to 8"],
    ["a negative zero threshold", [histogram({ ...native, zeroThreshold: -1, positiveSpan: [{}] })], "zero threshold"],
    [
      "spans that cover too few buckets",
      [histogram({ ...native, positiveSpan: [{ length: 1 }], positiveDelta: [1, 1] })],
      "1 against 2",
    ],
    [
      "spans that overlap",
      [histogram({ ...native, positiveSpan: [{ length: 1 }, { offset: -1, length: 1 }], positiveDelta: [1, 1] })],
      "gap between two spans",
    ],
    [
      "deltas that lead below 0",
      [histogram({ ...native, positiveSpan: [{ length: 2 }], positiveDelta: [1, -2] })],
      "not negative",
    ],
    [
      "more observations in buckets than counted",
      [histogram({ ...native, positiveSpan: [{ length: 1 }], positiveDelta: [10] })],
      "more observations",
    ],
    ["a native exemplar without a timestamp", [histogram({ ...native, exemplars: [{ value: 1 }] })], "has a timestamp"],
    [
      "nanos beyond a second",
      [{ name: "a", type: 0, metric: [{ counter: { createdTimestamp: { nanos: 1_000_000_000 } } }] }],
      "nanos",
    ],
  ])("does not allow %s", (_, families, rule) => {
    expect(() => read(...families)).toThrow(ParseError);
    expect(() => read(...families)).toThrow(rule);
  });

  test("says at which byte the family begins that breaks a rule, and its name", () => {
    const first = encodeDelimited({ name: "a", type: 1 });
    const error = expect.objectContaining({ offset: first.length, text: "h", line: undefined, column: undefined });
    expect(() => read({ name: "a", type: 1 }, histogram({ ...native, schema: 9 }))).toThrow(error);
  });

  test("is refused wherever it is cut", () => {
    const body = encodeDelimited(histogram({ ...native, positiveSpan: [{ length: 2 }], positiveDelta: [1, 200] }));
    for (let length = 1; length < body.length; length++) {
      expect(() => parse(body.subarray(0, length), contentType)).toThrow(ParseError);
    }
  });

  test.each([
    ["a length that is no varint", [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]],
    ["a field of the wrong wire type", [2, 0x08, 1]],
    ["a string that is not UTF-8", [3, 0x0a, 1, 0xff]],
    ["a string that is longer than its message", [3, 0x0a, 9, 0x61]],
    ["a message that does not end where its length says", [3, 0x18, 0x80, 0x80, 1]],
    ["the field number 0", [2, 0x00, 0x00]],
    ["a type that is not in the enumeration", [5, 0x0a, 1, 0x61, 0x18, 9]],
  ])("does not allow %s", (_, bytes) => {
    expect(() => parse(Uint8Array.from(bytes), contentType)).toThrow(ParseError);
  });

  test("allows packed deltas", () => {
    const packed = [
      0x0a, 1, 0x68, 0x18, 4, 0x22, 14, 0x3a, 12, 0x08, 3, 0x62, 2, 0x10, 2, 0x6a, 2, 0x02, 0x02, 0x28, 0,
    ];
    expect(parse(Uint8Array.from([packed.length, ...packed]), contentType)).toMatchObject([
      { metrics: [{ count: 3, native: { positiveCounts: [1, 2] } }] },
    ]);
  });
});
