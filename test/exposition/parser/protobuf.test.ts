import { describe, expect, test } from "vitest";
import { parse } from "../../../src/exposition/parser/parse.js";
import { encodeDelimited } from "../../protobuf-encoder.js";

const contentType = "application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily; encoding=delimited";
const read = (...families: Record<string, unknown>[]) => parse(encodeDelimited(...families), contentType);
const histogram = (fields: object, type = 4) => ({ name: "h", type, metric: [{ histogram: fields }] });

describe("delimited protobuf", () => {
  test("has families of all types", () => {
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

  test("reads a histogram with only a span of length 0 as an empty native one", () => {
    const [family] = read(histogram({ sampleCount: 0, sampleSum: 0, positiveSpan: [{ offset: 0, length: 0 }] }));
    expect([...(family?.metrics ?? [])][0]).toMatchObject({ native: { positiveSpans: [], positiveCounts: [] } });
  });

  test.each([-4, 8])("reads a native histogram of schema %d up to the bucket of infinity", (schema) => {
    const spans = [
      { offset: 0, length: 1 },
      { offset: 0, length: 1 },
      { offset: 2 ** (schema + 10) - 1, length: 1 },
    ];
    const [family] = read(
      histogram({ sampleCount: 3, sampleSum: 0, schema, positiveSpan: spans, positiveDelta: [1, -1, 2] }),
    );
    expect([...(family?.metrics ?? [])]).toMatchObject([
      { native: { positiveSpans: spans, positiveCounts: [1, 0, 2] } },
    ]);
  });

  test.each([
    ["one bucket at its beginning", [{ offset: 0, length: 1 }], [2]],
    ["an offset but no bucket", [{ offset: 3, length: 0 }], []],
    [
      "an empty span before another",
      [
        { offset: 0, length: 0 },
        { offset: 1, length: 1 },
      ],
      [2],
    ],
  ])("keeps negative spans with %s", (_, spans, deltas) => {
    const [family] = read(histogram({ sampleCount: 2, sampleSum: NaN, negativeSpan: spans, negativeDelta: deltas }));
    expect([...(family?.metrics ?? [])]).toMatchObject([{ native: { negativeSpans: spans, negativeCounts: deltas } }]);
  });

  test.each([
    [{ seconds: -1, nanos: 750_000_000 }, -0.25],
    [{ seconds: -2, nanos: 1 }, -1.999999999],
    [{ seconds: -3, nanos: 0 }, -3],
    [{ seconds: -3 }, -3],
    [{ nanos: 5 }, 5e-9],
  ])("counts the nanoseconds of a time forward, also before 1970: %j", (createdTimestamp, seconds) => {
    const [family] = read({ name: "a_total", type: 0, metric: [{ counter: { value: 1, createdTimestamp } }] });
    expect([...(family?.metrics ?? [])]).toMatchObject([{ created: seconds }]);
  });

  test("may have a bucket up to -Inf, a label without a value and a start with few nanoseconds", () => {
    const buckets = [{ upperBound: -Infinity, cumulativeCount: 1 }];
    const createdTimestamp = { seconds: 5, nanos: 1_000_000 };
    const [family] = read({
      name: "h",
      type: 4,
      metric: [
        { label: [{ name: "a" }], histogram: { sampleCount: 1, sampleSum: 0, bucket: buckets, createdTimestamp } },
      ],
    });
    expect(family?.metrics).toEqual([
      {
        labels: { a: "" },
        count: 1,
        sum: 0,
        created: 5.001,
        buckets: [
          { upperBound: -Infinity, count: 1 },
          { upperBound: Infinity, count: 1 },
        ],
      },
    ]);
  });

  test("may contain unknown fields", () => {
    const body = Buffer.from([5, 0x0a, 1, 0x61, 0x78, 7]);
    expect(parse(body, contentType)).toEqual([{ name: "a", help: "", type: "counter", metrics: [] }]);
  });

  test("may contain packed deltas", () => {
    const packed = [
      0x0a, 1, 0x68, 0x18, 4, 0x22, 14, 0x3a, 12, 0x08, 3, 0x62, 2, 0x10, 2, 0x6a, 2, 0x02, 0x02, 0x28, 0,
    ];
    expect(parse(Uint8Array.from([packed.length, ...packed]), contentType)).toMatchObject([
      { metrics: [{ count: 3, native: { positiveCounts: [1, 2] } }] },
    ]);
  });
});
