import { describe, expect, test } from "vitest";
import { parse } from "../../../src/exposition/parser/parse.js";
import { ParseError } from "../../../src/exposition/parser/parse-error.js";
import { encodeDelimited } from "../../protobuf-encoder.js";

const contentType = "application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily; encoding=delimited";
const read = (...families: Record<string, unknown>[]) => parse(encodeDelimited(...families), contentType);
const histogram = (fields: object, type = 4) => ({ name: "h", type, metric: [{ histogram: fields }] });

describe("delimited protobuf", () => {
  const native = { sampleCount: 9, sampleSum: NaN, zeroThreshold: 0.1 };
  test.each([
    ["a family without a name", [{ type: 1 }], "a family must have a name"],
    [
      "a family twice",
      [
        { name: "a", type: 1 },
        { name: "a", type: 1 },
      ],
      "a family must occur only once",
    ],
    ["a metric of another type", [{ name: "a", type: 1, metric: [{ counter: { value: 1 } }] }], "type gauge"],
    [
      "a series twice",
      [{ name: "a", type: 1, metric: [{ gauge: {} }, { gauge: {} }] }],
      "a series must occur only once",
    ],
    [
      "a label twice",
      [{ name: "a", type: 1, metric: [{ label: [{ name: "b" }, { name: "b" }], gauge: {} }] }],
      '"b" must occur only once',
    ],
    [
      "a label without a name",
      [{ name: "a", type: 1, metric: [{ label: [{ value: "b" }], gauge: {} }] }],
      "must not be the name of a label",
    ],
    [
      "the label name __name__",
      [{ name: "a", type: 1, metric: [{ label: [{ name: "__name__", value: "b" }], gauge: {} }] }],
      '"__name__" must not be the name of a label',
    ],
    [
      "a quantile twice",
      [{ name: "a", type: 2, metric: [{ summary: { quantile: [{ quantile: 1 }, { quantile: 1 }] } }] }],
      "a quantile must occur only once",
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
      "a bucket twice",
      [
        histogram({
          sampleCount: 2,
          bucket: [
            { upperBound: 1, cumulativeCount: 1 },
            { upperBound: 1, cumulativeCount: 1 },
          ],
        }),
      ],
      "increasing order",
    ],
    [
      "a negative count",
      [histogram({ sampleCountFloat: -1 }, 5)],
      "the count of a histogram must not be negative or NaN",
    ],
    [
      "a count that differs from +Inf",
      [histogram({ sampleCount: 2, bucket: [{ upperBound: Infinity, cumulativeCount: 1 }] })],
      "must equal the count",
    ],
    [
      "a bucket above the count",
      [histogram({ sampleCount: 1, bucket: [{ upperBound: 1, cumulativeCount: 2 }] })],
      "no bucket may be greater than the count",
    ],
    ["a schema that is reserved", [histogram({ ...native, schema: 9 })], "a schema must be from -4 to 8"],
    ["a schema below the coarsest", [histogram({ ...native, schema: -5 })], "a schema must be from -4 to 8, not -5"],
    [
      "bucket counts that are both deltas and absolute",
      [histogram({ ...native, positiveSpan: [{ length: 1 }], positiveDelta: [1], positiveCount: [1] })],
      "bucket counts must be either deltas or absolute",
    ],
    ["a negative zero threshold", [histogram({ ...native, zeroThreshold: -1, positiveSpan: [{}] })], "zero threshold"],
    [
      "spans that cover too few buckets",
      [histogram({ ...native, positiveSpan: [{ length: 1 }], positiveDelta: [1, 1] })],
      "they cover 1 of 2",
    ],
    [
      "spans that overlap",
      [histogram({ ...native, positiveSpan: [{ length: 1 }, { offset: -1, length: 1 }], positiveDelta: [1, 1] })],
      "gap between two spans",
    ],
    [
      "deltas that lead below 0",
      [histogram({ ...native, positiveSpan: [{ length: 2 }], positiveDelta: [1, -2] })],
      "must not be negative",
    ],
    [
      "more observations in buckets than counted",
      [histogram({ ...native, positiveSpan: [{ length: 1 }], positiveDelta: [10] })],
      "more observations",
    ],
    [
      "observations that are in no native bucket although none was NaN",
      [histogram({ ...native, sampleSum: 1, positiveSpan: [{ length: 1 }], positiveDelta: [8] })],
      "8 of 9 are",
    ],
    [
      "a bucket beyond that of infinity",
      [histogram({ ...native, schema: 1, positiveSpan: [{ offset: 2050, length: 1 }], positiveDelta: [9] })],
      "no bucket may follow the bucket of infinity",
    ],
    [
      "a native exemplar without a timestamp",
      [histogram({ ...native, exemplars: [{ value: 1 }] })],
      "must have a timestamp",
    ],
    [
      "negative nanos",
      [{ name: "a", type: 0, metric: [{ counter: { createdTimestamp: { nanos: -1 } } }] }],
      "the nanos of a timestamp must be from 0 to 999999999",
    ],
    [
      "nanos beyond a second",
      [{ name: "a", type: 0, metric: [{ counter: { createdTimestamp: { nanos: 1_000_000_000 } } }] }],
      "nanos",
    ],
  ])("does not allow %s", (_, families, rule) => {
    expect(() => read(...families)).toThrow(ParseError);
    expect(() => read(...families)).toThrow(rule);
  });

  test("reports the name and the offset of the family that breaks a rule", () => {
    const first = encodeDelimited({ name: "a", type: 1 });
    const error = expect.objectContaining({ offset: first.length, text: "h", line: undefined, column: undefined });
    expect(() => read({ name: "a", type: 1 }, histogram({ ...native, schema: 9 }))).toThrow(error);
  });

  test("is rejected if it is truncated at any byte", () => {
    const body = encodeDelimited(histogram({ ...native, positiveSpan: [{ length: 2 }], positiveDelta: [1, 200] }));
    for (let length = 1; length < body.length; length++) {
      expect(() => parse(body.subarray(0, length), contentType)).toThrow(ParseError);
    }
  });

  test.each([
    ["a length that is no varint", [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]],
    ["a group that holds a group, and so on", [...varint(100_000), ...Array<number>(100_000).fill((15 << 3) | 3)]],
    ["a length of 4 GiB", varint(2 ** 32 - 1)],
    ["a field of the wrong wire type", [2, 0x08, 1]],
    ["a string that is not UTF-8", [3, 0x0a, 1, 0xff]],
    ["a string that is longer than its message", [3, 0x0a, 9, 0x61]],
    ["a message that does not end where its length says", [3, 0x18, 0x80, 0x80, 1]],
    ["the field number 0", [2, 0x00, 0x00]],
    ["a type that is not in the enumeration", [5, 0x0a, 1, 0x61, 0x18, 9]],
  ])("does not allow %s", (_, bytes) => {
    expect(() => parse(Uint8Array.from(bytes), contentType)).toThrow(ParseError);
  });
});

function varint(value: number): number[] {
  return value < 128 ? [value] : [(value % 128) + 128, ...varint(Math.floor(value / 128))];
}
