import { describe, expect, test } from "vitest";
import { encodeDelimited } from "../../protobuf-encoder.js";
import { protocDecode, protocDecodeAll } from "../judges/protoc.js";
import { splitDelimited } from "../readings/delimited.js";
import { samplesOf, seriesOf } from "../readings/normal-form.js";

const counter = {
  name: "jobs_total",
  help: "Jobs.",
  type: "COUNTER",
  unit: "jobs",
  metric: [
    {
      label: [{ name: "kind", value: 'a"\\\n\t😀' }],
      counter: {
        value: 3,
        exemplar: { label: [{ name: "t", value: "x" }], value: 1, timestamp: { seconds: 17, nanos: 250_000_000 } },
        createdTimestamp: { seconds: 16, nanos: 125_000_000 },
      },
    },
  ],
};

describe("protoc", () => {
  test("reads metadata, labels, exemplars and start timestamps", async () => {
    const labels = [["kind", 'a"\\\n\t😀']];
    expect(await protocDecode(encodeDelimited(counter))).toEqual([
      {
        name: "jobs_total",
        type: "counter",
        help: "Jobs.",
        unit: "jobs",
        samples: [
          { name: "jobs_total", labels, value: 3, exemplar: { labels: [["t", "x"]], value: 1, timestamp: 17_250 } },
        ],
        created: [{ name: "jobs_created", labels, value: 16_125 }],
        natives: [],
      },
    ]);
  });

  test("preserves every value exactly", async () => {
    const values = [Number.NaN, Infinity, -Infinity, -0, 5e-324, 1e-320, Number.MAX_VALUE, 0.1, 2 ** 53 + 2, 1e21];
    const metric = values.map((value, index) => ({ label: [{ name: "i", value: `${index}` }], gauge: { value } }));
    const families = await protocDecode(encodeDelimited({ name: "a", type: "GAUGE", metric }));
    expect(samplesOf(families).map(({ value }) => value)).toEqual(values);
  });

  test("reads histograms and summaries as samples of text, with canonical bounds", async () => {
    const bucket = [0.001, 1, 2.5, 1e6].map((upperBound, index) => ({ upperBound, cumulativeCount: index }));
    const quantile = [{ quantile: 0.5, value: 7 }];
    const families = await protocDecode(
      encodeDelimited(
        { name: "h", type: "HISTOGRAM", metric: [{ histogram: { sampleCount: 4, sampleSum: 9, bucket } }] },
        { name: "s", type: "SUMMARY", metric: [{ summary: { sampleCount: 2, sampleSum: 3, quantile } }] },
      ),
    );
    expect(samplesOf(families).map((sample) => `${seriesOf(sample)} ${sample.value}`)).toEqual([
      'h_bucket{le="+Inf"} 4',
      'h_bucket{le="0.001"} 0',
      'h_bucket{le="1.0"} 1',
      'h_bucket{le="1e+06"} 3',
      'h_bucket{le="2.5"} 2',
      "h_count 4",
      "h_sum 9",
      "s_count 2",
      "s_sum 3",
      's{quantile="0.5"} 7',
    ]);
  });

  test("preserves the native buckets as they were encoded", async () => {
    const histogram = {
      sampleCount: 4,
      sampleSum: 9,
      schema: 3,
      zeroThreshold: 2 ** -128,
      zeroCount: 1,
      positiveSpan: [{ offset: -2, length: 2 }],
      positiveDelta: [1, 1],
    };
    const [family] = await protocDecode(encodeDelimited({ name: "h", type: "HISTOGRAM", metric: [{ histogram }] }));
    expect(family?.natives).toMatchObject([
      {
        count: 4,
        schema: 3,
        zeroThreshold: 2 ** -128,
        zeroCount: 1,
        positiveSpans: [{ offset: -2, length: 2 }],
        positiveDeltas: [1, 1],
      },
    ]);
  });

  test("reads a batch in one run", async () => {
    const many = Array.from({ length: 50 }, (_, value) =>
      encodeDelimited({ name: "a", type: "GAUGE", metric: [{ gauge: { value } }] }),
    );
    const decoded = await protocDecodeAll([...many, new Uint8Array()]);
    expect(decoded.slice(0, 50).map((families) => samplesOf(families)[0]?.value)).toEqual(
      many.map((_, index) => index),
    );
    expect(decoded[50]).toEqual([]);
  });

  test.each([
    ["a cut stream", encodeDelimited(counter).subarray(0, -1), "should have"],
    ["trailing garbage", Buffer.concat([encodeDelimited(counter), Uint8Array.of(0xff)]), "no valid length"],
    ["a message without its length", encodeDelimited(counter).subarray(1), "should have"],
    ["text", Buffer.from("\x05a 1\n"), "message"],
    ["a broken message", Uint8Array.of(3, 0x0a, 9, 65), "Failed to parse"],
    ["an unknown field", Uint8Array.of(3, 0xa0, 0x06, 1), "the schema does not know"],
    [
      "another type's payload",
      encodeDelimited({ name: "a", type: "COUNTER", metric: [{ gauge: { value: 1 } }] }),
      "a metric of it has gauge",
    ],
    // protobufjs writes half a surrogate pair as three bytes that are not UTF-8.
    [
      "a string that is not UTF-8",
      encodeDelimited({ name: "a", type: "GAUGE", help: "\ud800" }),
      "not valid for encoding utf-8",
    ],
  ])("rejects %s", async (_, body, reason) => {
    await expect(protocDecode(body)).rejects.toThrow(reason);
  });
});

describe("splitDelimited", () => {
  test("reads a length of several bytes", () => {
    const body = encodeDelimited({ name: "a".repeat(300) }, { name: "b" });
    expect(splitDelimited(body).map(({ length }) => length)).toEqual([303, 3]);
  });
});
