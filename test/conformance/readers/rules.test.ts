import { describe, expect, test } from "vitest";
import { encodeDelimited } from "../../protobuf-encoder.js";
import { protocDecode } from "../judges/protoc.js";
import { openMetricsParser, pythonTextParser } from "../judges/python-parsers.js";
import { brokenRules } from "../readings/rules.js";

describe("the rules of text", () => {
  test.each([
    ["duplicate series", 'a{b="1",c="2"} 1\na{c="2",b="1"} 1\n', "comes twice"],
    [
      "le that is not canonical",
      '# TYPE a histogram\na_bucket{le="1"} 1\na_bucket{le="+Inf"} 1\na_count 1\na_sum 1\n',
      "le not as 1.0",
    ],
    ["a quantile that is not canonical", '# TYPE a summary\na{quantile="0.50"} 1\n', "quantile not as 0.5"],
    [
      "buckets out of order",
      '# TYPE a histogram\na_bucket{le="2.0"} 1\na_bucket{le="1.0"} 1\na_bucket{le="+Inf"} 1\na_count 1\n',
      "out of order",
    ],
    [
      "buckets that are not cumulative",
      '# TYPE a histogram\na_bucket{le="1.0"} 2\na_bucket{le="+Inf"} 1\na_count 1\n',
      "less than the bucket before",
    ],
    ["a missing +Inf bucket", '# TYPE a histogram\na_bucket{le="1.0"} 1\na_count 1\n', "no +Inf bucket"],
    [
      "a count that is not the +Inf bucket",
      '# TYPE a histogram\na_bucket{le="+Inf"} 1\na_count 2\n',
      "its +Inf bucket 1",
    ],
  ])("find %s", async (_, body, rule) => {
    const families = await pythonTextParser(body);
    expect(brokenRules("text 0.0.4", families, { contentType: "text/plain; version=0.0.4", body })).toContainEqual(
      expect.stringContaining(rule),
    );
  });
});

describe("the rules of OpenMetrics", () => {
  const contentType = "application/openmetrics-text; version=1.0.0";

  test.each([
    [
      "duplicate series, of which client_python keeps the first",
      'a{b="1"} 1\na{b="1"} 2\n# EOF\n',
      "2 lines of samples, but 1",
    ],
    ["a quote in HELP that is not escaped", '# TYPE a gauge\n# HELP a Say "a".\na 1\n# EOF\n', "HELP is not escaped"],
    ["a space between labels", 'a{b="1", c="2"} 1\n# EOF\n', "space or comma too many"],
  ])("find %s", async (_, body, rule) => {
    const families = await openMetricsParser(body).catch(() => []);
    expect(brokenRules("OpenMetrics", families, { contentType, body })).toContainEqual(expect.stringContaining(rule));
  });

  test("accept commas and spaces in label values", async () => {
    const body = 'a{b="x, y ,}{ \\", ",c="2"} 1\n# EOF\n';
    expect(brokenRules("OpenMetrics", await openMetricsParser(body), { contentType, body })).toEqual([]);
  });
});

describe("the rules of protobuf", () => {
  const sound = {
    sampleCount: 4,
    sampleSum: 9,
    schema: 3,
    zeroThreshold: 2 ** -128,
    zeroCount: 1,
    positiveSpan: [{ offset: -2, length: 2 }],
    positiveDelta: [1, 1],
  };

  async function broken(histogram: Record<string, unknown>): Promise<string[]> {
    const family = { name: "h", type: "HISTOGRAM", metric: [{ histogram }] };
    return brokenRules("protobuf", await protocDecode(encodeDelimited(family)));
  }

  test("accept a consistent native histogram", async () => {
    expect(await broken(sound)).toEqual([]);
  });

  test.each([
    [
      "spans shorter than deltas, which crash Prometheus 2.42",
      { positiveSpan: [{ offset: 0, length: 1 }] },
      "spans of 1 buckets for 2 deltas",
    ],
    ["spans longer than deltas", { positiveSpan: [{ offset: 0, length: 3 }] }, "spans of 3 buckets for 2 deltas"],
    ["schema 9, which poisons Prometheus 2.42", { schema: 9 }, "schema 9"],
    ["schema -5", { schema: -5 }, "schema -5"],
    ["no zero threshold", { zeroThreshold: 0 }, "zero threshold 0"],
    ["a negative zero threshold", { zeroThreshold: -1 }, "zero threshold -1"],
    ["a bucket below zero", { positiveDelta: [1, -2] }, "negative count"],
    [
      "a later span that goes back",
      {
        positiveSpan: [
          { offset: 3, length: 1 },
          { offset: -1, length: 1 },
        ],
      },
      "goes back",
    ],
    ["a count less than the buckets", { sampleCount: 3 }, "buckets hold 4, the count is 3"],
    ["a count beyond the buckets without NaN", { sampleCount: 5 }, "no NaN was observed"],
  ])("find %s", async (_, change, rule) => {
    expect(await broken({ ...sound, ...change })).toContainEqual(expect.stringContaining(rule));
  });

  test("find a duplicate label name", async () => {
    const label = [
      { name: "a", value: "1" },
      { name: "a", value: "2" },
    ];
    const families = await protocDecode(
      encodeDelimited({ name: "g", type: "GAUGE", metric: [{ label, gauge: { value: 1 } }] }),
    );
    expect(brokenRules("protobuf", families)).toEqual(["g has the label a twice"]);
  });

  test("find a duplicate family", async () => {
    const family = { name: "g", type: "GAUGE", metric: [{ gauge: { value: 1 } }] };
    expect(brokenRules("protobuf", await protocDecode(encodeDelimited(family, family)))).toEqual([
      "family g comes twice",
    ]);
  });
});
