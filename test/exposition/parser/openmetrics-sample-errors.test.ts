import { expect, test } from "vitest";
import { parse } from "../../../src/exposition/parser/parse.js";

test.each([
  [
    '# TYPE h histogram\nh_bucket{le="+Inf"} -1\n# EOF\n',
    'line 2, column 1: the _bucket of a histogram must not be negative or NaN, found "h_bucket{le=\\"+Inf\\"} -1"',
  ],
  [
    '# TYPE h histogram\nh_bucket{le="+Inf"} NaN\n# EOF\n',
    'line 2, column 1: the _bucket of a histogram must not be negative or NaN, found "h_bucket{le=\\"+Inf\\"} NaN"',
  ],
  [
    '# TYPE h histogram\nh_bucket{le="+Inf"} 1\nh_count -1\nh_sum 1\n# EOF\n',
    'line 3, column 1: the _count of a histogram must not be negative or NaN, found "h_count -1"',
  ],
  [
    '# TYPE h histogram\nh_bucket{le="+Inf"} 1\nh_count 1\nh_sum NaN\n# EOF\n',
    'line 4, column 1: the _sum of a histogram must not be negative or NaN, found "h_sum NaN"',
  ],
  [
    "# TYPE s summary\ns_sum -1\n# EOF\n",
    'line 2, column 1: the _sum of a summary must not be negative or NaN, found "s_sum -1"',
  ],
  [
    "# TYPE c counter\nc_total NaN\n# EOF\n",
    'line 2, column 1: the _total of a counter must not be negative or NaN, found "c_total NaN"',
  ],
  [
    '# TYPE h histogram\nh_bucket{le="+Inf"} 1.5\n# EOF\n',
    'line 2, column 1: the _bucket of a histogram must be a whole number, found "h_bucket{le=\\"+Inf\\"} 1.5"',
  ],
  [
    "# TYPE s summary\ns_count 0.5\n# EOF\n",
    'line 2, column 1: the _count of a summary must be a whole number, found "s_count 0.5"',
  ],
  [
    '# TYPE g gaugehistogram\ng_bucket{le="+Inf"} 1\ng_gcount 1.5\n# EOF\n',
    'line 3, column 1: the _gcount of a gaugehistogram must be a whole number, found "g_gcount 1.5"',
  ],
  [
    '# TYPE g gaugehistogram\ng_bucket{le="+Inf"} 1\ng_gcount 1\ng_gsum NaN\n# EOF\n',
    'line 4, column 1: the _gsum of a gaugehistogram must not be NaN, found "g_gsum NaN"',
  ],
  [
    "# TYPE c counter\nc_total 1\nc_created +Inf\n# EOF\n",
    'line 3, column 1: a _created sample must be a time in seconds, found "c_created +Inf"',
  ],
  ["# TYPE a info\na_info 2\n# EOF\n", 'line 2, column 1: the value of an info must be 1, found "a_info 2"'],
  [
    '# TYPE a stateset\na{a="x"} 2\n# EOF\n',
    'line 2, column 1: the value of a state must be 0 or 1, found "a{a=\\"x\\"} 2"',
  ],
  [
    '# TYPE s summary\ns{quantile="0.5"} -1\n# EOF\n',
    'line 2, column 1: the value of a quantile must not be negative, found "s{quantile=\\"0.5\\"} -1"',
  ],
  [
    '# TYPE h histogram\nh_count{le="+Inf"} 1\n# EOF\n',
    'line 2, column 1: only the buckets of a histogram may have a label "le", found "h_count{le=\\"+Inf\\"} 1"',
  ],
  [
    '# TYPE s summary\ns_count{quantile="1"} 1\n# EOF\n',
    'line 2, column 1: only the quantiles of a summary may have a label "quantile", found "s_count{quantile=\\"1\\"} 1"',
  ],
  ['a 1 # {b="c"} 1\n# EOF\n', 'line 1, column 4: a unknown must not have an exemplar, found " # {b=\\"c\\"} 1"'],
  [
    "# TYPE h histogram\nh_sum 1 # {} 1\n# EOF\n",
    'line 2, column 8: the _sum of a histogram must not have an exemplar, found " # {} 1"',
  ],
  [
    "# TYPE c counter\nc_created 1 # {} 1\n# EOF\n",
    'line 2, column 12: the _created of a counter must not have an exemplar, found " # {} 1"',
  ],
  [
    '# TYPE s summary\ns{quantile="1"} 1 # {} 1\n# EOF\n',
    'line 2, column 18: a summary must not have an exemplar, found " # {} 1"',
  ],
  [
    '# TYPE h histogram\nh_bucket{le="1.0"} 1 # {} 2\nh_bucket{le="+Inf"} 1\n# EOF\n',
    'line 2, column 1: the value of an exemplar must be within its bucket, found "h_bucket{le=\\"1.0\\"} 1 # {} 2"',
  ],
  [
    '# TYPE h histogram\nh_bucket{le="Inf"} 1\n# EOF\n',
    'line 2, column 1: the last bucket must be written as le="+Inf", found "h_bucket{le=\\"Inf\\"} 1"',
  ],
  [
    '# TYPE h histogram\nh_bucket{le="+Inf"} 1\nh_sum 1\n# EOF\n',
    'line 3, column 1: a histogram must have both a sum and a count, or neither, found "h_sum 1"',
  ],
  [
    '# TYPE h histogram\nh_bucket{le="+Inf"} 1\nh_count 1\n# EOF\n',
    'line 3, column 1: a histogram must have both a sum and a count, or neither, found "h_count 1"',
  ],
  [
    '# TYPE h histogram\nh_bucket{le="-1.0"} 1\nh_bucket{le="+Inf"} 1\nh_sum 1\nh_count 1\n# EOF\n',
    'line 4, column 1: a histogram with negative buckets must not have a sum, found "h_sum 1"',
  ],
  [
    '# TYPE g gaugehistogram\ng_bucket{le="0.0"} 1\ng_bucket{le="+Inf"} 1\ng_gsum -1\ng_gcount 1\n# EOF\n',
    'line 4, column 1: only a histogram with negative buckets may have a negative sum, found "g_gsum -1"',
  ],
  [
    '# TYPE h histogram\nh_bucket{le="1.0"} 1\n# EOF\n',
    'line 2, column 1: a histogram must have a last bucket with le="+Inf", found "h_bucket{le=\\"1.0\\"} 1"',
  ],
  [
    '# TYPE h histogram\nh_bucket{le="+Inf"} 1\nh_count 2\nh_sum 1\n# EOF\n',
    'line 3, column 1: the count must equal the bucket "+Inf", which is 1, found "h_count 2"',
  ],
  [
    "# TYPE c counter\nc_created 1\n# EOF\n",
    'line 2, column 1: a counter must have a _total sample, found "c_created 1"',
  ],
  [
    '# TYPE s summary\ns{quantile="1.5"} 1\n# EOF\n',
    'line 2, column 1: a "quantile" must be from 0 to 1, found "s{quantile=\\"1.5\\"} 1"',
  ],
  [
    '# TYPE s summary\ns{quantile="-0.5"} 1\n# EOF\n',
    'line 2, column 1: a "quantile" must be from 0 to 1, found "s{quantile=\\"-0.5\\"} 1"',
  ],
  [
    '# TYPE s summary\ns{quantile="0.5"} 1\ns{quantile="0.50"} 1\n# EOF\n',
    'line 3, column 1: a quantile must occur only once in a summary, found "s{quantile=\\"0.50\\"} 1"',
  ],
  [
    'a{b="1"} 1\na{b="2"} 1\na{b="1"} 1\n# EOF\n',
    'line 3, column 1: the samples of a series must be contiguous, found "a{b=\\"1\\"} 1"',
  ],
  ["a 1\na 1\n# EOF\n", 'line 2, column 1: a series without timestamps must occur only once in a body, found "a 1"'],
  [
    "a 1 5\na 1\n# EOF\n",
    'line 2, column 1: either all samples of a series must have a timestamp or none, found "a 1"',
  ],
  [
    "a 1\na 1 5\n# EOF\n",
    'line 2, column 1: either all samples of a series must have a timestamp or none, found "a 1 5"',
  ],
  ["a 1 5\na 1 4\n# EOF\n", 'line 2, column 1: the timestamps of a series must not decrease, found "a 1 4"'],
])("OpenMetrics %j is rejected: %s", (body, message) => {
  const error = expect.objectContaining({ name: "ParseError", message });
  expect(() => parse(body, "application/openmetrics-text; version=1.0.0")).toThrow(error);
});

test("an exemplar may have 128 code points of labels, but not 129", () => {
  const withExemplar = (value: string) => `# TYPE c counter\nc_total 1 # {a="${value}"} 1\n# EOF\n`;
  expect(() => parse(withExemplar("😀".repeat(127)), "application/openmetrics-text")).not.toThrow();
  expect(() => parse(withExemplar("😀".repeat(128)), "application/openmetrics-text")).toThrow(
    "line 2, column 10: the label names and values of an exemplar must have at most 128 code points, not 129, found ",
  );
});
