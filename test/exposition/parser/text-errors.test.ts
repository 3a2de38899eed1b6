import { expect, test } from "vitest";
import { parse } from "../../../src/exposition/parser/parse.js";

test.each([
  ["a 1", 'line 1, column 1: the last line must end with a line feed, found "a 1"'],
  ["b 1\na", 'line 2, column 1: the last line must end with a line feed, found "a"'],
  ["a x\n", 'line 1, column 3: the value of a sample must be a number, found "x"'],
  [
    "a 1 1.5\n",
    'line 1, column 5: a timestamp must be a whole number of milliseconds that fits in 64 bits, found "1.5"',
  ],
  [
    "a 1 9223372036854775808\n",
    'line 1, column 5: a timestamp must be a whole number of milliseconds that fits in 64 bits, found "9223372036854775808"',
  ],
  ["a 1 2 3\n", 'line 1, column 6: a timestamp must be the end of the line, found " 3"'],
  ["0a 1\n", 'line 1, column 1: a metric name must match [a-zA-Z_:][a-zA-Z0-9_:]*, found "0a 1"'],
  ["# HELP 0a b\n", 'line 1, column 8: a metric name must match [a-zA-Z_:][a-zA-Z0-9_:]*, found "0a b"'],
  ["# HELP a-b c\n", 'line 1, column 9: a space or tab must follow the family name, found "-b c"'],
  ['a{0="b"} 1\n', 'line 1, column 3: a label name must match [a-zA-Z_][a-zA-Z0-9_]*, found "0=\\"b\\"} 1"'],
  ['a{x="1",__name__="b"} 1\n', 'line 1, column 9: the label name __name__ is reserved, found "__name__"'],
  ['a{b="1",b="2"} 1\n', 'line 1, column 9: a label name must occur only once in a sample, found "b"'],
  ["a{b} 1\n", 'line 1, column 4: a label name must be followed by "=", found "} 1"'],
  ["a{b=1} 1\n", 'line 1, column 5: a label value must be in double quotes, found "1} 1"'],
  ['a{b="1" c="2"} 1\n', 'line 1, column 9: labels must be separated by "," and followed by "}", found "c=\\"2\\"} 1"'],
  ['a{b="1 1\n', 'line 1, column 5: a quoted string must end on the same line, found "\\"1 1"'],
  ['a{b="\\t\\n"} 1\n', 'line 1, column 6: an escape sequence must be one of \\\\, \\", \\n, found "\\\\t"'],
  ['# HELP a b \\" c\n', 'line 1, column 12: an escape sequence must be one of \\\\, \\n, found "\\\\\\""'],
  [
    "# TYPE a info\n",
    'line 1, column 10: a type must be one of counter, gauge, histogram, summary, untyped, found "info"',
  ],
  ["# HELP a b\n# HELP a b\n", 'line 2, column 1: a family must have only one HELP line, found "# HELP a b"'],
  [
    "# TYPE a gauge\n# TYPE a gauge\n",
    'line 2, column 1: a family must have only one TYPE line, found "# TYPE a gauge"',
  ],
  ["a 1\n# TYPE a gauge\n", 'line 2, column 1: TYPE must precede the samples of its family, found "# TYPE a gauge"'],
  [
    'a{b="1"} 1\nc 1\na{b="2"} 1\n',
    'line 3, column 1: the lines of the family a must be contiguous, found "a{b=\\"2\\"} 1"',
  ],
  ["a 1\na 1\n", 'line 2, column 1: a series must occur only once in a body, found "a 1"'],
  ["a 1 1\na 1 1\n", 'line 2, column 1: a series must occur only once in a body, found "a 1 1"'],
  [
    "# TYPE s summary\ns_sum 1 1\ns_count 1 2\n",
    'line 3, column 1: the samples of a series must have the same timestamp, found "s_count 1 2"',
  ],
  [
    "# TYPE h histogram\nh 1\n",
    'line 2, column 1: the samples of a histogram must end in _bucket, _sum, _count, found "h 1"',
  ],
  [
    "# TYPE h histogram\nh_bucket 1\n",
    'line 2, column 1: this sample of a histogram must have a label "le", found "h_bucket 1"',
  ],
  ["# TYPE s summary\ns 1\n", 'line 2, column 1: this sample of a summary must have a label "quantile", found "s 1"'],
  [
    '# TYPE h histogram\nh_bucket{le="x"} 1\n',
    'line 2, column 1: the "le" of a bucket must be a number, found "h_bucket{le=\\"x\\"} 1"',
  ],
  [
    '# TYPE h histogram\nh_bucket{le="NaN"} 1\n',
    'line 2, column 1: the "le" of a bucket must be a number, found "h_bucket{le=\\"NaN\\"} 1"',
  ],
  [
    '# TYPE h histogram\nh_bucket{le="1"} 1\nh_count 1\nh_sum 1\n',
    'line 4, column 1: a histogram must have a last bucket with le="+Inf", found "h_sum 1"',
  ],
  [
    "# TYPE h histogram\nh_sum 1\n",
    'line 2, column 1: a histogram must have a last bucket with le="+Inf", found "h_sum 1"',
  ],
  [
    '# TYPE h histogram\nh_bucket{le="+Inf"} 1\nh_count 2\nh_sum 1\n',
    'line 3, column 1: the count must equal the bucket "+Inf", which is 1, found "h_count 2"',
  ],
  [
    '# TYPE h histogram\nh_bucket{le="2"} 1\nh_bucket{le="1"} 1\nh_bucket{le="+Inf"} 1\n',
    'line 3, column 1: buckets must be in increasing order of "le", found "h_bucket{le=\\"1\\"} 1"',
  ],
  [
    '# TYPE h histogram\nh_bucket{le="1"} 1\nh_bucket{le="1.0"} 1\nh_bucket{le="+Inf"} 1\n',
    'line 3, column 1: buckets must be in increasing order of "le", found "h_bucket{le=\\"1.0\\"} 1"',
  ],
  [
    '# TYPE h histogram\nh_bucket{le="1"} 2\nh_bucket{le="+Inf"} 1\n',
    'line 3, column 1: buckets must be cumulative: none may be less than the previous one, found "h_bucket{le=\\"+Inf\\"} 1"',
  ],
  [
    '# TYPE h histogram\nh_bucket{le="1"} 2\nh_bucket{le="+Inf"} NaN\n',
    'line 3, column 1: buckets must be cumulative: none may be less than the previous one, found "h_bucket{le=\\"+Inf\\"} NaN"',
  ],
  [
    '# TYPE s summary\ns{quantile="x"} 1\n',
    'line 2, column 1: a "quantile" must be a number, found "s{quantile=\\"x\\"} 1"',
  ],
  [
    '# TYPE s summary\ns{quantile="NaN"} 1\n',
    'line 2, column 1: a "quantile" must be a number, found "s{quantile=\\"NaN\\"} 1"',
  ],
  [
    '# TYPE s summary\ns{quantile="1"} 1\ns{quantile="0"} 1\n',
    'line 3, column 1: quantiles must be in increasing order, found "s{quantile=\\"0\\"} 1"',
  ],
  [
    '# TYPE s summary\ns{quantile="1"} 1\ns{quantile="1.0"} 1\n',
    'line 3, column 1: a quantile must occur only once in a summary, found "s{quantile=\\"1.0\\"} 1"',
  ],
])("text 0.0.4 %j is rejected: %s", (body, message) => {
  const error = expect.objectContaining({ name: "ParseError", message });
  expect(() => parse(body, "text/plain; version=0.0.4")).toThrow(error);
});

test.each([
  [
    '{a="b"} 1\n',
    'line 1, column 2: braces without a preceding name must begin with a quoted name, found "a=\\"b\\"} 1"',
  ],
  ['{"a" b="c"} 1\n', 'line 1, column 6: a quoted name must be followed by "," or "}", found "b=\\"c\\"} 1"'],
  ['{ "" } 1\n', 'line 1, column 3: a name must not be empty, found "\\"\\""'],
  ['a{""="b"} 1\n', 'line 1, column 3: a name must not be empty, found "\\"\\""'],
  ['{"a} 1\n', 'line 1, column 2: a quoted string must end on the same line, found "\\"a} 1"'],
  ['{"a\\t"} 1\n', 'line 1, column 4: an escape sequence must be one of \\\\, \\", \\n, found "\\\\t"'],
  ['a{b-c="d"} 1\n', 'line 1, column 4: a label name must be followed by "=", found "-c=\\"d\\"} 1"'],
  ["# HELP a.b c\n", 'line 1, column 9: a space or tab must follow the family name, found ".b c"'],
  ["a.b 1\n", 'line 1, column 2: the value of a sample must be a number, found ".b"'],
  ['# HELP "a"b c\n', 'line 1, column 11: a space or tab must follow the family name, found "b c"'],
])("text 1.0.0 %j is rejected: %s", (body, message) => {
  const error = expect.objectContaining({ name: "ParseError", message });
  expect(() => parse(body, "text/plain; version=1.0.0; escaping=allow-utf-8")).toThrow(error);
});
