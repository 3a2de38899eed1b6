import { expect, test } from "vitest";
import { parse } from "../../../src/exposition/parser/parse.js";

test.each([
  ["", "line 1, column 1: the last line must be # EOF, found nothing"],
  ["a 1\n", "line 2, column 1: the last line must be # EOF, found nothing"],
  ["# EOF\nb\n", 'line 2, column 1: # EOF must be the last line, found "b"'],
  ["#EOF\n", 'line 1, column 1: a line that begins with # must be # HELP, # TYPE, # UNIT or # EOF, found "#EOF"'],
  ["# TYPE a gauge", "line 2, column 1: the last line must be # EOF, found nothing"],
  [
    "# a comment\n# EOF\n",
    'line 1, column 1: a line that begins with # must be # HELP, # TYPE, # UNIT or # EOF, found "# a comment"',
  ],
  ["# HELP a\n# EOF\n", "line 1, column 9: one space must follow the family name, found nothing"],
  [
    "# TYPE a GAUGE\n# EOF\n",
    'line 1, column 10: a type must be one of counter, gauge, histogram, gaugehistogram, summary, info, stateset, unknown, found "GAUGE"',
  ],
  ["# UNIT a_m/s m/s\n# EOF\n", 'line 1, column 11: one space must follow the family name, found "/s m/s"'],
  [
    "# UNIT aseconds seconds\n# EOF\n",
    'line 1, column 17: the name aseconds must end in _ and its unit, found "seconds"',
  ],
  [
    "# UNIT seconds seconds\n# EOF\n",
    'line 1, column 16: the name seconds must end in _ and its unit, found "seconds"',
  ],
  [
    "# TYPE h histogram\nh_bucket 1\n# EOF\n",
    'line 2, column 1: this sample of a histogram must have a label "le", found "h_bucket 1"',
  ],
  [
    '# TYPE a stateset\na{b="a"} 1\n# EOF\n',
    'line 2, column 1: this sample of a stateset must have a label "a", found "a{b=\\"a\\"} 1"',
  ],
  ["a\n# EOF\n", "line 1, column 2: one space must precede the value, found nothing"],
  ["a\t1\n# EOF\n", 'line 1, column 2: one space must precede the value, found "\\t1"'],
  ["a 1 Inf\n# EOF\n", 'line 1, column 5: a timestamp must be a decimal number of seconds, found "Inf"'],
  ["a 1  5\n# EOF\n", 'line 1, column 5: a timestamp must be a decimal number of seconds, found " 5"'],
  ["a one\n# EOF\n", 'line 1, column 3: the value of a sample must be a number, found "one"'],
  ["a 1\t5\n# EOF\n", 'line 1, column 4: one space must precede the timestamp, found "\\t5"'],
  ["a 1 5 6\n# EOF\n", 'line 1, column 6: only an exemplar, " # {labels} value", may follow here, found " 6"'],
  ['a{b="1",} 1\n# EOF\n', 'line 1, column 9: "," must not precede "}", found "} 1"'],
  [
    'a{b="1", c="2"} 1\n# EOF\n',
    'line 1, column 9: a label name must match [a-zA-Z_][a-zA-Z0-9_]*, found " c=\\"2\\"} 1"',
  ],
  ["# HELP a b\\\n# EOF\n", 'line 1, column 11: an escape sequence must be one of \\\\, \\", \\n, found "\\\\"'],
  [
    "# TYPE c counter\nc_total 1 # 1\n# EOF\n",
    'line 2, column 10: only an exemplar, " # {labels} value", may follow here, found " # 1"',
  ],
  [
    "# TYPE c counter\nc_total 1 # {}1\n# EOF\n",
    'line 2, column 15: one space must precede the value of an exemplar, found "1"',
  ],
  [
    "# TYPE c counter\nc_total 1 # {} x\n# EOF\n",
    'line 2, column 16: the value of an exemplar must be a number, found "x"',
  ],
  [
    "# TYPE c counter\nc_total 1 # {} 1\t5\n# EOF\n",
    'line 2, column 17: one space must precede the timestamp, found "\\t5"',
  ],
  [
    "# TYPE c counter\nc_total 1 # {} 1 x\n# EOF\n",
    'line 2, column 18: a timestamp must be a decimal number of seconds, found "x"',
  ],
  [
    "# TYPE c counter\nc_total 1 # {} 1 5 6\n# EOF\n",
    'line 2, column 19: an exemplar must be the end of the line, found " 6"',
  ],
  ["a 1\nb 1\na 1\n# EOF\n", 'line 3, column 1: the lines of the family a must be contiguous, found "a 1"'],
  [
    "# TYPE a_s counter\n# UNIT a_s s\n# TYPE m_s info\n# UNIT m_s s\n# EOF\n",
    'line 3, column 1: a family of type info must not have a unit, found "# TYPE m_s info"',
  ],
  [
    "# TYPE m_s stateset\n# UNIT m_s s\n# EOF\n",
    'line 1, column 1: a family of type stateset must not have a unit, found "# TYPE m_s stateset"',
  ],
  [
    "# TYPE a_bucket gauge\n# TYPE a histogram\n# EOF\n",
    'line 2, column 1: the families a_bucket and a must not both use the name a_bucket, found "# TYPE a histogram"',
  ],
  [
    "# TYPE a summary\n# HELP a_count x\n# EOF\n",
    'line 2, column 1: the families a and a_count must not both use the name a_count, found "# HELP a_count x"',
  ],
  [
    "# TYPE a_s gauge\na_s 1\n# UNIT a_s s\n# EOF\n",
    'line 3, column 1: UNIT must precede the samples of its family, found "# UNIT a_s s"',
  ],
  [
    "# UNIT a_s s\n# UNIT a_s s\n# EOF\n",
    'line 2, column 1: a family must have only one UNIT line, found "# UNIT a_s s"',
  ],
  ["# UNIT a_ms m/s\n# EOF\n", 'line 1, column 13: a unit must consist of characters of a metric name, found "m/s"'],
])("OpenMetrics %j is rejected: %s", (body, message) => {
  const error = expect.objectContaining({ name: "ParseError", message });
  expect(() => parse(body, "application/openmetrics-text; version=1.0.0")).toThrow(error);
});
