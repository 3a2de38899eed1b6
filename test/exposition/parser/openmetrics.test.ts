import { describe, expect, test } from "vitest";
import { parse } from "../../../src/exposition/parser/parse.js";
import { ParseError } from "../../../src/exposition/parser/parse-error.js";

const contentType = "application/openmetrics-text; version=1.0.0; charset=utf-8";
const parseLines = (...lines: string[]) => parse(`${lines.join("\n")}\n# EOF\n`, contentType);

describe("an OpenMetrics family", () => {
  test("of type counter has a name ending in _total, its exemplar and its start time", () => {
    expect(
      parseLines(
        "# TYPE jobs_seconds counter",
        "# UNIT jobs_seconds seconds",
        '# HELP jobs_seconds Say \\"hi\\".',
        'jobs_seconds_total{a="b"} 17 # {trace_id="x y"} 0.5 1700000000.25',
        'jobs_seconds_created{a="b"} 1600000000.5',
      ),
    ).toEqual([
      {
        name: "jobs_seconds_total",
        help: 'Say "hi".',
        type: "counter",
        unit: "seconds",
        metrics: [
          {
            labels: { a: "b" },
            value: 17,
            exemplar: { labels: { trace_id: "x y" }, value: 0.5, timestamp: 1_700_000_000.25 },
            created: 1_600_000_000.5,
          },
        ],
      },
    ]);
  });

  test("of type info has a name ending in _info, and all its labels in info", () => {
    expect(parseLines("# TYPE build info", 'build_info{version="1"} 1')).toEqual([
      { name: "build_info", help: "", type: "info", metrics: [{ labels: {}, info: { version: "1" } }] },
    ]);
  });

  test("of type stateset has the states of each series in one metric", () => {
    expect(
      parseLines("# TYPE mode stateset", 'mode{a="1",mode="on"} 1', 'mode{a="1",mode="off"} 0', 'mode{mode="on"} 0'),
    ).toEqual([
      {
        name: "mode",
        help: "",
        type: "stateset",
        metrics: [
          { labels: { a: "1" }, states: { on: true, off: false } },
          { labels: {}, states: { on: false } },
        ],
      },
    ]);
  });

  test("of type gaugehistogram has its own suffixes and may have a negative sum", () => {
    expect(
      parseLines(
        "# TYPE g gaugehistogram",
        'g_bucket{le="-1.0"} 2',
        'g_bucket{le="+Inf"} 2 # {} -3',
        "g_gcount 2",
        "g_gsum -5",
      ),
    ).toEqual([
      {
        name: "g",
        help: "",
        type: "gaugehistogram",
        metrics: [
          {
            labels: {},
            count: 2,
            sum: -5,
            buckets: [
              { upperBound: -1, count: 2 },
              { upperBound: Infinity, count: 2, exemplar: { labels: {}, value: -3 } },
            ],
          },
        ],
      },
    ]);
  });

  test("of type summary has its quantiles in increasing order, whatever their order in the body", () => {
    const [family] = parseLines(
      "# TYPE s summary",
      's{quantile="0.9"} 3',
      's{quantile="0"} 1',
      's{quantile="1"} 4',
      's{quantile="0.5"} 2',
    );
    expect(family?.metrics).toMatchObject([
      {
        quantiles: [
          { quantile: 0, value: 1 },
          { quantile: 0.5, value: 2 },
          { quantile: 0.9, value: 3 },
          { quantile: 1, value: 4 },
        ],
      },
    ]);
  });

  test("without TYPE is unknown", () => {
    expect(parseLines("# HELP a Some.", "a 1", "b 2").map(({ name, type, help }) => [name, type, help])).toEqual([
      ["a", "unknown", "Some."],
      ["b", "unknown", ""],
    ]);
  });

  test("may have only metadata", () => {
    expect(parseLines("# TYPE a counter", "# HELP a ", "# UNIT a ")).toEqual([
      { name: "a_total", help: "", type: "counter", metrics: [] },
    ]);
  });

  test("has a metric for each point of a series", () => {
    const [family] = parseLines(
      "# TYPE h histogram",
      'h_bucket{le="+Inf"} 1 1',
      "h_count 1 1",
      "h_sum 3 1",
      'h_bucket{le="+Inf"} 2 2.5',
      "h_count 2 2.5",
      "h_sum 7 2.5",
    );
    expect(family?.metrics).toEqual([
      { labels: {}, timestamp: 1, count: 1, sum: 3, buckets: [{ upperBound: Infinity, count: 1 }] },
      { labels: {}, timestamp: 2.5, count: 2, sum: 7, buckets: [{ upperBound: Infinity, count: 2 }] },
    ]);
  });
});

describe("OpenMetrics text", () => {
  test.each([
    ["# EOF without a line feed", "a 1\n# EOF"],
    ["nothing but # EOF", "# EOF\n"],
    [
      "numbers of all valid forms",
      "a .5\nb 5.\nc +1\nd -0\ne inf\nf -iNfinity\ng NAN\nh 1E5\ni 1e-400\nj 007\n# EOF\n",
    ],
    ["braces, hashes and commas in label values", 'a{b="} 1 # {",c="d,e=\\"f\\""} 1\n# EOF\n'],
    ["an unknown escape", 'a{b="\\d"} 1\n# EOF\n'],
    ["a colon in a metric name", "a:b 1\n# EOF\n"],
    ["metadata in any order", "# HELP a_s x\n# UNIT a_s s\n# TYPE a_s gauge\n# EOF\n"],
    ["a summary without quantiles, sum or count", "# TYPE s summary\ns_created 5\n# EOF\n"],
    ["a quantile that is NaN", '# TYPE s summary\ns{quantile="0"} NaN\n# EOF\n'],
    ["a quantile label on a gauge", '# TYPE g gauge\ng{quantile="5",le="x"} 1\n# EOF\n'],
    ["a counter's exemplar without a timestamp", '# TYPE c counter\nc_total 1 1 # {a="b"} -1\n# EOF\n'],
    ["an exemplar that is NaN in the last bucket", '# TYPE h histogram\nh_bucket{le="+Inf"} 1 # {} NaN\n# EOF\n'],
    ["a label value of 20 million characters", `a{b="${"x".repeat(2e7)}"} 1\n# EOF\n`],
    ["NUL", '# HELP a x\0y\na{b="\0"} 1\n# EOF\n'],
    ["numbers of all valid forms", "a 1.\nb +.5\nc 1E+05\nd Nan\ne INF\nf -infinity\n# EOF\n"],
    [
      "an exemplar at the bound of its bucket",
      '# TYPE h histogram\nh_bucket{le="1.0"} 1 # {} 1\nh_bucket{le="+Inf"} 1\n# EOF\n',
    ],
    ["a sum of 0", '# TYPE h histogram\nh_bucket{le="+Inf"} 1\nh_sum 0\nh_count 1\n# EOF\n'],
    ["a quantile of 0", '# TYPE s summary\ns{quantile="0.5"} 0\n# EOF\n'],
    ["a start before the Unix epoch", "# TYPE s summary\ns_created -5\n# EOF\n"],
    ["points of one series at the same time", "a 1 5\na 2 5\n# EOF\n"],
    ["a sample whose name only begins like the family's", "# TYPE a counter\na_total 1\nab 1\na_x 1\n# EOF\n"],
  ])("allows %s", (_, body) => {
    expect(() => parse(body, contentType)).not.toThrow();
  });

  test.each([
    ["an empty body", ""],
    ["an empty line after # EOF", "# EOF\n\n"],
    ["a blank after # EOF", "# EOF \n"],
    ["CRLF", "a 1\r\n# EOF\n"],
    ["a comment", "# a comment\n# EOF\n"],
    ["metadata without a space after the hash", "#HELP a b\n# EOF\n"],
    ["two spaces before the value", "a  1\n# EOF\n"],
    ["a tab before the value", "a\t1\n# EOF\n"],
    ["a space after the value", "a 1 \n# EOF\n"],
    ["a space after a comma", 'a{b="1", c="2"} 1\n# EOF\n'],
    ["a space within braces", 'a{ b="1"} 1\n# EOF\n'],
    ["a space before the braces", 'a {b="1"} 1\n# EOF\n'],
    ["a space around =", 'a{b = "1"} 1\n# EOF\n'],
    ["a blank after the type", "# TYPE a gauge \n# EOF\n"],
    ["a type in capitals", "# TYPE a GAUGE\n# EOF\n"],
    ["a type named like a member of every object", "# TYPE a constructor\n# EOF\n"],
    ["a quoted name", '{"a.b"} 1\n# EOF\n'],
    ["a label name with a colon", 'a{b:c="d"} 1\n# EOF\n'],
    ["the label name __name__", 'a{__name__="b"} 1\n# EOF\n'],
    ["a number that is out of range", "a 1e999\n# EOF\n"],
    ["a backslash at the end of HELP", "# HELP a b\\\n# EOF\n"],
    ["UNIT after a sample", "# TYPE a_s gauge\na_s 1\n# UNIT a_s s\n# EOF\n"],
    ["a unit that is the whole name", "# UNIT seconds seconds\n# EOF\n"],
    ["a unit that does not follow an underscore", "# UNIT aseconds seconds\n# EOF\n"],
    ["a unit of other characters", "# UNIT a_m/s m/s\n# EOF\n"],
    ["a counter's sample without _total", "# TYPE a counter\na 1\n# EOF\n"],
    ["a counter whose family name has _total", "# TYPE a_total counter\na_total 1\n# EOF\n"],
    ["a counter that only has a start", "# TYPE a counter\na_created 1\n# EOF\n"],
    ["a negative counter", "# TYPE a counter\na_total -1\n# EOF\n"],
    ["a counter and its start at different times", "# TYPE a counter\na_total 1 1\na_created 1 2\n# EOF\n"],
    ["a start that is no time", "# TYPE a counter\na_total 1\na_created NaN\n# EOF\n"],
    ["an info with a _total", "# TYPE a info\na_info 1\na_total 1\na_info 1\n# EOF\n"],
    ["an exemplar at _created", '# TYPE a counter\na_total 1\na_created 1 # {b="c"} 1\n# EOF\n'],
    ["an exemplar at _sum", '# TYPE h histogram\nh_bucket{le="+Inf"} 1\nh_count 1\nh_sum 1 # {} 1\n# EOF\n'],
    ["an exemplar of an unknown", 'a 1 # {b="c"} 1\n# EOF\n'],
    [
      "an exemplar beyond its bucket",
      '# TYPE h histogram\nh_bucket{le="1.0"} 1 # {} 2\nh_bucket{le="+Inf"} 1\n# EOF\n',
    ],
    ["an exemplar with a label twice", '# TYPE a counter\na_total 1 # {b="c",b="c"} 1\n# EOF\n'],
    [
      "an exemplar that is NaN below the last bucket",
      '# TYPE h histogram\nh_bucket{le="1.0"} 1 # {} NaN\nh_bucket{le="+Inf"} 1\n# EOF\n',
    ],
    ["a second exemplar", "# TYPE c counter\nc_total 1 # {} 1 # {} 1\n# EOF\n"],
    ["a hexadecimal number", "a 0x1p3\n# EOF\n"],
    ["underscores in a number", "a 1_000\n# EOF\n"],
    ["a signed NaN", "a +NaN\n# EOF\n"],
    ["digits of other scripts", "a \u0661\n# EOF\n"],
    ["a timestamp that is infinite", "a 1 Inf\n# EOF\n"],
    ["a sum of a gauge histogram without a count", '# TYPE g gaugehistogram\ng_bucket{le="+Inf"} 1\ng_gsum 1\n# EOF\n'],
    [
      "a count of a gauge histogram without a sum",
      '# TYPE g gaugehistogram\ng_bucket{le="+Inf"} 1\ng_gcount 1\n# EOF\n',
    ],
    ["an exemplar without labels", "# TYPE a counter\na_total 1 # 1\n# EOF\n"],
    ["a bucket that is not whole", '# TYPE h histogram\nh_bucket{le="+Inf"} 1.5\n# EOF\n'],
    ["a bucket without le", "# TYPE h histogram\nh_bucket 1\n# EOF\n"],
    ["a bucket whose le is NaN", '# TYPE h histogram\nh_bucket{le="NaN"} 0\nh_bucket{le="+Inf"} 1\n# EOF\n'],
    ["a sum with le", '# TYPE h histogram\nh_bucket{le="+Inf"} 1\nh_count{le="+Inf"} 1\nh_sum{le="+Inf"} 1\n# EOF\n'],
    ["a count with quantile", '# TYPE s summary\ns_count{quantile="1"} 1\n# EOF\n'],
    ["buckets that decrease", '# TYPE h histogram\nh_bucket{le="1.0"} 2\nh_bucket{le="+Inf"} 1\n# EOF\n'],
    ["buckets out of order", '# TYPE h histogram\nh_bucket{le="+Inf"} 1\nh_bucket{le="1.0"} 1\n# EOF\n'],
    ["a quantile twice", '# TYPE s summary\ns{quantile="0.5"} 1\ns{quantile="0.50"} 1\n# EOF\n'],
    ["a negative quantile value", '# TYPE s summary\ns{quantile="0.5"} -1\n# EOF\n'],
    ["a summary's count that is not whole", "# TYPE s summary\ns_count 0.5\n# EOF\n"],
    ["a state twice", '# TYPE a stateset\na{a="x"} 1\na{a="x"} 0\n# EOF\n'],
    ["a series that comes twice", 'a{b="1",c="2"} 1\na{c="2",b="1"} 1\n# EOF\n'],
    ["series that differ in an empty label", 'a{b=""} 1\na 1\n# EOF\n'],
    [
      "series that are interleaved",
      '# TYPE c counter\nc_total{a="1"} 1\nc_total{a="2"} 1\nc_created{a="1"} 1\n# EOF\n',
    ],
    ["families that are interleaved", "# TYPE a gauge\nb 1\na 1\n# EOF\n"],
    ["an implied family that comes back", 'a{b="1"} 1\nc 1\na{b="2"} 1\n# EOF\n'],
    ["a timestamp that only some samples have", "# TYPE c counter\nc_total 1 5\nc_created 1\n# EOF\n"],
    ["a name that a later family's samples own", "# TYPE a_bucket gauge\n# TYPE a histogram\n# EOF\n"],
    ["a name that an earlier family's samples own", "# TYPE a summary\n# HELP a_count x\n# EOF\n"],
  ])("does not allow %s", (_, body) => {
    expect(() => parse(body, contentType)).toThrow(ParseError);
  });

  test("allows quoted names if UTF-8 names were negotiated", () => {
    const body = `# TYPE "http.requests" counter
{"http.requests_total","http.method"="GET"} 5 # {"trace.id"="x"} 1
{"http.requests_created","http.method"="GET"} 6
# EOF
`;
    expect(parse(body, `${contentType}; escaping=allow-utf-8`)).toEqual([
      {
        name: "http.requests_total",
        help: "",
        type: "counter",
        metrics: [
          {
            labels: { "http.method": "GET" },
            value: 5,
            created: 6,
            exemplar: { labels: { "trace.id": "x" }, value: 1 },
          },
        ],
      },
    ]);
    expect(() => parse(body, contentType)).toThrow(ParseError);
  });

  test.each([
    ["a comma without a label after it", '{"a.b",} 1\n# EOF\n'],
    ["two names", '{"a.b","c.d"} 1\n# EOF\n'],
    ["a name behind a label", '{c="d","a.b"} 1\n# EOF\n'],
    ["a series that comes with and without quotes", '{"a"} 1\na 1\n# EOF\n'],
  ])("does not allow a quoted name with %s", (_, body) => {
    expect(() => parse(body, `${contentType}; escaping=allow-utf-8`)).toThrow(ParseError);
  });
});
