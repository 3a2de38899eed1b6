import { describe, expect, test } from "vitest";
import { parse } from "../../../src/exposition/parser/parse.js";
import { ParseError } from "../../../src/exposition/parser/parse-error.js";

const parseText = (body: string) => parse(body, "text/plain; version=0.0.4");
const parseText1 = (body: string) => parse(body, "text/plain; version=1.0.0; escaping=allow-utf-8");

describe("text 0.0.4", () => {
  test("has families with their type, help and samples", () => {
    expect(
      parseText(`# A comment.
# HELP requests_total Requests\\nof \\\\ users.
# TYPE requests_total counter
requests_total{method="GET",path="/\\"a\\\\\\n"} 3 1700000000123
requests_total{method="POST",path=""} 1e3

# TYPE temperature gauge
\t temperature  -Inf
untyped_thing NaN
`),
    ).toEqual([
      {
        name: "requests_total",
        help: "Requests\nof \\ users.",
        type: "counter",
        metrics: [
          { labels: { method: "GET", path: '/"a\\\n' }, value: 3, timestamp: 1_700_000_000.123 },
          { labels: { method: "POST", path: "" }, value: 1000 },
        ],
      },
      { name: "temperature", help: "", type: "gauge", metrics: [{ labels: {}, value: -Infinity }] },
      { name: "untyped_thing", help: "", type: "unknown", metrics: [{ labels: {}, value: NaN }] },
    ]);
  });

  test("groups the samples of a histogram in any order", () => {
    expect(
      parseText(`# TYPE h histogram
h_sum{a="1"} 5
h_bucket{le="0.5",a="1"} 1
h_bucket{a="2",le="+Inf"} 0
h_bucket{a="1",le="Inf"} 4
h_count{a="1"} 4
`),
    ).toEqual([
      {
        name: "h",
        help: "",
        type: "histogram",
        metrics: [
          {
            labels: { a: "1" },
            count: 4,
            sum: 5,
            buckets: [
              { upperBound: 0.5, count: 1 },
              { upperBound: Infinity, count: 4 },
            ],
          },
          { labels: { a: "2" }, count: 0, sum: NaN, buckets: [{ upperBound: Infinity, count: 0 }] },
        ],
      },
    ]);
  });

  test("groups the samples of a summary, with NaN for missing ones", () => {
    expect(
      parseText(`# TYPE s summary
s{quantile="0.5"} 0.2
s{quantile="0.99"} NaN
s_sum 17
s_count 3
s_sum{a="b"} 0
`),
    ).toEqual([
      {
        name: "s",
        help: "",
        type: "summary",
        metrics: [
          {
            labels: {},
            count: 3,
            sum: 17,
            quantiles: [
              { quantile: 0.5, value: 0.2 },
              { quantile: 0.99, value: NaN },
            ],
          },
          { labels: { a: "b" }, count: NaN, sum: 0, quantiles: [] },
        ],
      },
    ]);
  });

  test("keeps a gauge apart from one whose name ends like a sample of a histogram", () => {
    const families = parseText("# TYPE a gauge\na 1\n# TYPE a_sum gauge\na_sum 2\n");
    expect(families.map(({ name, type }) => [name, type])).toEqual([
      ["a", "gauge"],
      ["a_sum", "gauge"],
    ]);
  });

  test("keeps labels that have the names of properties of Object", () => {
    const [family] = parseText('a{constructor="x",toString="y",__proto__="z"} 1\n');
    expect(Object.entries([...(family?.metrics ?? [])][0]?.labels ?? {})).toEqual([
      ["constructor", "x"],
      ["toString", "y"],
      ["__proto__", "z"],
    ]);
  });

  test.each([
    ["an empty body", ""],
    ["comments and empty lines alone", "# a\n\n#\n  \n#HELPING\n# EOF\n"],
    ["a HELP without text", "# HELP a\n# HELP b \n"],
    ["a type in capitals", "# TYPE a GAUGE\n"],
    ["blanks between all tokens", 'a { b = "c" , } 1 2\n'],
    ["no blank between the labels and the value", 'a{b="c"}1\n'],
    ["any control character but the line feed in a label", 'a{b="\r\t\0\u2028\u0085"} 1\n'],
    ["numbers of all valid forms", "a .5\nb 5.\nc +1\nd -0\ne inf\nf -Infinity\ng nan\nh 1E5\ni 1e-400\nj 007\n"],
    ["a negative timestamp", "a 1 -5\n"],
    ["a timestamp with a plus sign", "a 1 +5\n"],
    ["the largest timestamps of 64 bits", "a 1 9223372036854775807\nb 1 -9223372036854775808\n"],
    ["a histogram with a negative sum and no count", '# TYPE h histogram\nh_bucket{le="+Inf"} 4\nh_sum -5\n'],
    ["a sample that ends like a histogram's", "a_sum 1\n"],
    ["reserved label names other than __name__", 'a{__foo="x",_="y"} 1\n'],
    ["a quantile beyond 1 and a negative counter", '# TYPE s summary\ns{quantile="5"} 1\n# TYPE c counter\nc -1\n'],
  ])("allows %s", (_, body) => {
    expect(() => parseText(body)).not.toThrow();
  });

  test.each([
    ["a last line without line feed", "a 1"],
    ["a last line without line feed after an empty first line", "\na 1"],
    ["CRLF", "a 1\r\n"],
    ["a sample without a value", "a\n"],
    ["a value that is no number", "a x\n"],
    ["a hexadecimal number", "a 0x10\n"],
    ["a hexadecimal float", "a 0x1p3\n"],
    ["underscores in a number", "a 1_000\n"],
    ["a signed NaN", "a -NaN\n"],
    ["a number that is out of range", "a 1e999\n"],
    ["a fractional timestamp", "a 1 1.5\n"],
    ["a timestamp beyond 64 bits", "a 1 9223372036854775808\n"],
    ["a blank after the value", "a 1 \n"],
    ["text after the timestamp", "a 1 2 3\n"],
    ["an exemplar", 'a 1 # {b="c"} 1\n'],
    ["a name that begins with a digit", "0a 1\n"],
    ["a name with a dash", "a-b 1\n"],
    ["a quoted name", '{"a.b"} 1\n'],
    ["a quoted label name", 'a{"b.c"="d"} 1\n'],
    ["a label name with a colon", 'a{b:c="d"} 1\n'],
    ["the label name __name__", 'a{__name__="b"} 1\n'],
    ["a label name that comes twice", 'a{b="1",b="2"} 1\n'],
    ["a label without a value", "a{b} 1\n"],
    ["a label value without quotes", "a{b=1} 1\n"],
    ["labels without a comma between them", 'a{b="1" c="2"} 1\n'],
    ["a comma without a label", "a{,} 1\n"],
    ["two commas", 'a{b="1",,c="2"} 1\n'],
    ["braces that are not closed", 'a{b="1" 1\n'],
    ["an unknown escape in a label value", 'a{b="\\t"} 1\n'],
    ["a line feed in a label value", 'a{b="c\nd"} 1\n'],
    ["a label value that ends in a backslash", 'a{b="\\"} 1\n'],
    ["an escaped quote in HELP", '# HELP a say \\"hi\\"\n'],
    ["a backslash at the end of HELP", "# HELP a b\\\n"],
    ["a HELP without a name", "# HELP\n"],
    ["a TYPE without a type", "# TYPE a\n"],
    ["a type of OpenMetrics", "# TYPE a info\n"],
    ["a blank after the type", "# TYPE a gauge \n"],
    ["a second HELP", "# HELP a b\n# HELP a b\n"],
    ["a second TYPE", "# TYPE a gauge\n# TYPE a gauge\n"],
    ["TYPE after a sample", "a 1\n# TYPE a gauge\n"],
    ["HELP after a sample", "a 1\n# HELP a b\n"],
    ["the name of a histogram's count for another family", "# TYPE h histogram\n# TYPE h_count gauge\n"],
    ["a family in two places", 'a{b="1"} 1\nc 1\na{b="2"} 1\n'],
    ["a series that comes twice", 'a{b="1",c="2"} 1\na{c="2",b="1"} 1\n'],
    ["series that differ in an empty label", 'a{b=""} 1\na 1\n'],
    ["a series at two times", "a 1 1\na 1 2\n"],
    ["a histogram's sample without a suffix", "# TYPE h histogram\nh 1\n"],
    ["a bucket without le", "# TYPE h histogram\nh_bucket 1\n"],
    ["a bucket whose le is no number", '# TYPE h histogram\nh_bucket{le="x"} 1\n'],
    ["a histogram without +Inf", '# TYPE h histogram\nh_bucket{le="1"} 1\nh_count 1\nh_sum 1\n'],
    ["a count that differs from +Inf", '# TYPE h histogram\nh_bucket{le="+Inf"} 1\nh_count 2\nh_sum 1\n'],
    ["buckets out of order", '# TYPE h histogram\nh_bucket{le="2"} 1\nh_bucket{le="1"} 1\nh_bucket{le="+Inf"} 1\n'],
    [
      "a bucket that comes twice",
      '# TYPE h histogram\nh_bucket{le="1"} 1\nh_bucket{le="1.0"} 1\nh_bucket{le="+Inf"} 1\n',
    ],
    ["buckets that are not cumulative", '# TYPE h histogram\nh_bucket{le="1"} 2\nh_bucket{le="+Inf"} 1\n'],
    ["a histogram at two times", '# TYPE h histogram\nh_bucket{le="+Inf"} 1 1\nh_count 1 2\n'],
    ["a quantile without its label", "# TYPE s summary\ns 1\n"],
    ["a quantile that is no number", '# TYPE s summary\ns{quantile="x"} 1\n'],
    ["quantiles out of order", '# TYPE s summary\ns{quantile="1"} 1\ns{quantile="0"} 1\n'],
  ])("does not allow %s", (_, body) => {
    expect(() => parseText(body)).toThrow(ParseError);
  });
});

describe("text 1.0.0", () => {
  test("allows quoted names of families, samples and labels", () => {
    expect(
      parseText1(`# HELP "http.requests" Requests.
# TYPE "http.requests" counter
{"http.requests","http.method"="GET",code="200"} 5
{ "http.requests" } 1
# TYPE "my hist" histogram
{"my hist_bucket",le="+Inf"} 1
{"my hist_sum"} 1
{"my hist_count"} 1
# TYPE plain gauge
plain{"a\\"b\\\\\\n"="c"} 1
`).map(({ name, type, metrics }) => ({ name, type, labels: [...metrics].map(({ labels }) => labels) })),
    ).toEqual([
      { name: "http.requests", type: "counter", labels: [{ "http.method": "GET", code: "200" }, {}] },
      { name: "my hist", type: "histogram", labels: [{}] },
      { name: "plain", type: "gauge", labels: [{ 'a"b\\\n': "c" }] },
    ]);
  });

  test.each([
    ["braces without a quoted name", '{a="b"} 1\n'],
    ["an empty name", '{""} 1\n'],
    ["an empty label name", 'a{""="b"} 1\n'],
    ["a quoted name without a comma before the labels", '{"a" b="c"} 1\n'],
    ["a name before the braces and in them", 'a{"b"} 1\n'],
    ["a name that is not quoted although it must be", "a.b 1\n"],
    ["an unknown escape in a name", '{"a\\t"} 1\n'],
    ["a quote that is not closed", '{"a} 1\n'],
  ])("does not allow %s", (_, body) => {
    expect(() => parseText1(body)).toThrow(ParseError);
  });
});
