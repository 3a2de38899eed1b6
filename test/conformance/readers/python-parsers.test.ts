import { describe, expect, test } from "vitest";
import { openMetricsParser, pythonTextParser } from "../judges/python-parsers.js";
import { samplesOf } from "../readings/normal-form.js";

describe("client_python's text parser", () => {
  test("reads names, labels, values, timestamps and metadata", async () => {
    const [family] = await pythonTextParser(
      '# HELP a Say \\\\ \\n.\n# TYPE a gauge\na{z="\\"\\\\\\n",b="ü"} -0 1500\n',
    );
    expect(family).toMatchObject({ name: "a", type: "gauge", help: "Say \\ \n." });
    expect(family?.samples).toEqual([
      {
        name: "a",
        labels: [
          ["b", "ü"],
          ["z", '"\\\n'],
        ],
        value: -0,
        timestamp: 1500,
      },
    ]);
  });

  test("preserves every value exactly", async () => {
    const values = [NaN, Infinity, -Infinity, -0, 5e-324, 1e-320, Number.MAX_VALUE, 0.1, 2 ** 53 + 2];
    const written = values.map((value) => (Object.is(value, -0) ? "-0" : String(value).replace("Infinity", "Inf")));
    const families = await pythonTextParser(written.map((value, index) => `a{i="${index}"} ${value}\n`).join(""));
    expect(samplesOf(families).map(({ value }) => value)).toEqual(values);
  });

  test("returns the name of a counter as the text has it", async () => {
    const [family] = await pythonTextParser("# TYPE a_total counter\na_total 1\n");
    expect(family?.name).toBe("a_total");
  });

  test("rejects text that is not UTF-8", async () => {
    await expect(pythonTextParser(Uint8Array.of(0x61, 0xed, 0xa0, 0x80, 0x20, 0x31, 0x0a))).rejects.toThrow(
      "UnicodeDecodeError",
    );
  });

  test("rejects a timestamp that is not a number", async () => {
    await expect(pythonTextParser("a 1 NaN\n")).rejects.toThrow("ValueError");
  });

  test("returns results in the order of the requests", async () => {
    const answers = await Promise.all(["a 1\n", "b 2\n", "c 3\n"].map((body) => pythonTextParser(body)));
    expect(answers.map((families) => samplesOf(families).map(({ value }) => value))).toEqual([[1], [2], [3]]);
  });
});

describe("client_python's OpenMetrics parser", () => {
  test("reads exemplars, units and start timestamps", async () => {
    const body = `# TYPE a_seconds counter
# UNIT a_seconds seconds
# HELP a_seconds Say \\"a\\".
a_seconds_total{b="c"} 1.5 # {trace_id="x"} 0.5 1700000000.25
a_seconds_created{b="c"} 1700000000.125
# EOF
`;
    const [family] = await openMetricsParser(body);
    expect(family).toEqual({
      name: "a_seconds_total",
      type: "counter",
      help: 'Say "a".',
      unit: "seconds",
      samples: [
        {
          name: "a_seconds_total",
          labels: [["b", "c"]],
          value: 1.5,
          exemplar: { labels: [["trace_id", "x"]], value: 0.5, timestamp: 1700000000250 },
        },
      ],
      created: [{ name: "a_seconds_created", labels: [["b", "c"]], value: 1700000000125 }],
      natives: [],
    });
  });

  test("reads gauge histograms with the sample names of histograms", async () => {
    const families = await openMetricsParser(
      '# TYPE a gaugehistogram\na_bucket{le="+Inf"} 1\na_gcount 1\na_gsum 2\n# EOF\n',
    );
    expect(samplesOf(families).map(({ name }) => name)).toEqual(["a_bucket", "a_count", "a_sum"]);
  });

  test.each([
    ["no # EOF", "a 1\n"],
    ["anything after # EOF", "# EOF\na 1\n"],
    ["a blank line", "\n# EOF\n"],
    ["a free comment", "# foo\n# EOF\n"],
    ["a counter without _total", "# TYPE a counter\na 1\n# EOF\n"],
    ["a negative counter", "# TYPE a counter\na_total -1\n# EOF\n"],
    ["a counter that is not a number", "# TYPE a counter\na_total NaN\n# EOF\n"],
    [
      "buckets out of order",
      '# TYPE a histogram\na_bucket{le="2.0"} 1\na_bucket{le="1.0"} 1\na_bucket{le="+Inf"} 1\n# EOF\n',
    ],
    ["buckets that are not cumulative", '# TYPE a histogram\na_bucket{le="1.0"} 2\na_bucket{le="+Inf"} 1\n# EOF\n'],
    ["a missing +Inf bucket", '# TYPE a histogram\na_bucket{le="1.0"} 2\n# EOF\n'],
    ["a count that is not the +Inf bucket", '# TYPE a histogram\na_bucket{le="+Inf"} 1\na_count 2\na_sum 1\n# EOF\n'],
    ["interleaved families", "# TYPE a gauge\n# TYPE b gauge\na 1\nb 1\na 2\n# EOF\n"],
    ["a stateset of 2", '# TYPE a stateset\na{a="x"} 2\n# EOF\n'],
    ["an info of 2", '# TYPE a info\na_info{b="x"} 2\n# EOF\n'],
    ["a unit that is not the suffix", "# TYPE a gauge\n# UNIT a seconds\na 1\n# EOF\n"],
    ["an exemplar on a gauge", '# TYPE a gauge\na 1 # {b="c"} 1\n# EOF\n'],
    ["an exemplar of 129 characters", `# TYPE a counter\na_total 1 # {b="${"c".repeat(128)}"} 1\n# EOF\n`],
    ["untyped", "# TYPE a untyped\na 1\n# EOF\n"],
  ])("rejects %s", async (_, body) => {
    await expect(openMetricsParser(body)).rejects.toThrow("ValueError");
  });
});
