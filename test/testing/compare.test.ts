import { AssertionError } from "node:assert";
import { describe, expect, test } from "vitest";
import { ParseError } from "../../src/exposition/parser/parse-error.js";
import { Counter, Histogram, Registry } from "../../src/index.js";
import { withCode } from "../../src/model/errors/coded-error.js";
import { compare } from "../../src/testing/compare.js";
import { gathererOfText } from "./gatherer-of.js";

const gatherer = gathererOfText(`# TYPE jobs counter
# HELP jobs Jobs \\"done\\".
jobs_total{kind="a"} 2
jobs_total{kind="b"} 0
# TYPE s summary
s{quantile="0.5"} 7
s_sum 8
s_count 2
# TYPE m stateset
m{m="on"} 1
m{m="off"} 0
# TYPE g gaugehistogram
g_bucket{le="1.0"} 1
g_bucket{le="+Inf"} 4
g_gsum 3
g_gcount 4
# TYPE u unknown
u 1
`);

const asText = `
  # TYPE u untyped
  u 1.0

  # HELP jobs_total Jobs "done".
  # TYPE jobs_total counter
  jobs_total{kind="b"} 0
  jobs_total{kind="a",empty=""} 2e0
  # TYPE m gauge
  m{m="off"} 0
  m{m="on"} 1
  # TYPE g histogram
  g_bucket{le="1"} 1
  g_bucket{le="+Inf"} 4
  g_count 4
  g_sum 3
  # TYPE s summary
  s{quantile="5e-1"} 7
  s_sum 8
  s_count 2
`;

describe("a comparison", () => {
  test("passes with an equal text, whatever its order, indentation and notation of numbers", async () => {
    await expect(compare(gatherer, asText)).resolves.toBeUndefined();
  });

  test("passes with an equal OpenMetrics text", async () => {
    const expected = `# TYPE jobs counter
      jobs_total{kind="a"} 2
      jobs_total{kind="b"} 0
      # EOF`;
    await expect(compare(gatherer, expected, { names: ["jobs_total"] })).resolves.toBeUndefined();
  });

  test("compares only the named families", async () => {
    await expect(compare(gatherer, "u 1\nother 2", { names: ["u"] })).resolves.toBeUndefined();
  });

  test("ignores a help and a type that the text does not contain", async () => {
    await expect(
      compare(gatherer, 'jobs_total{kind="a"} 2\njobs_total{kind="b"} 0', { names: ["jobs_total"] }),
    ).resolves.toBeUndefined();
  });

  test.each(["# TYPE jobs counter\njobs 2", "# TYPE jobs unknown\njobs 2\n# EOF"])(
    "finds a counter without _total equal to %j",
    async (expected) => {
      const registry = new Registry();
      new Counter({ name: "jobs", help: "", totalSuffix: false, registry }).inc(2);
      await expect(compare(registry, expected)).resolves.toBeUndefined();
    },
  );

  test("shows a counter without _total as unknown if it differs from an OpenMetrics text", async () => {
    const registry = new Registry();
    new Counter({ name: "jobs", help: "", totalSuffix: false, registry }).inc(2);
    await expect(compare(registry, "# TYPE jobs gauge\njobs 2\n# EOF")).rejects.toThrow("+ # TYPE jobs unknown");
  });

  test("lists the missing and the additional lines if it fails", async () => {
    const expected = `# HELP jobs_total Other.
      # TYPE jobs_total gauge
      jobs_total{kind="a"} 3
      jobs_total{kind="b"} 0`;
    const error: unknown = await compare(gatherer, expected, { names: ["jobs_total"] }).catch(
      (reason: unknown) => reason,
    );
    expect(error).toBeInstanceOf(AssertionError);
    expect(error).toMatchObject({
      operator: "compare",
      message: `The metrics differ from the expected ones (- expected, + actual):
- # HELP jobs_total "Other."
- # TYPE jobs_total gauge
- jobs_total{kind="a"} 3
+ # HELP jobs_total "Jobs \\"done\\"."
+ # TYPE jobs_total counter
+ jobs_total{kind="a"} 2`,
    });
  });

  test.each([
    ["a family that is missing", "u 1\nv 1", ["u", "v"], "- v 1"],
    ["a family that is too many", "u 1", ["u", "s"], "+ s_count 2"],
    [
      "a bucket that is missing",
      '# TYPE g histogram\ng_bucket{le="+Inf"} 4\ng_sum 3\ng_count 4',
      ["g"],
      '+ g_bucket{le="1.0"} 1',
    ],
    ["an OpenMetrics type that text does not tell apart", "# TYPE m gauge\nm 1\n# EOF", ["m"], "- # TYPE m gauge"],
  ])("fails for %s", async (_, expected, names, line) => {
    await expect(compare(gatherer, expected, { names })).rejects.toThrow(line);
  });

  test("throws a TypeError for an option that does not exist", async () => {
    const options: object = { name: ["u"] };
    await expect(compare(gatherer, "u 1", options)).rejects.toThrow(
      withCode("NARTHEX_UNKNOWN_OPTION", new TypeError('compare: unknown option "name". The only option is names.')),
    );
  });

  test.each([
    ["a Set", new Set(["u"])],
    [
      "a generator",
      (function* () {
        yield "u";
      })(),
    ],
  ])("compares the families that are named by %s", async (_, names) => {
    await compare(gatherer, "u 1", { names });
  });

  test("rejects an expected exposition that is not a string", async () => {
    await expect(compare(gatherer, undefined as never)).rejects.toThrow(
      "compare: expected must be a string, but was undefined.",
    );
  });

  test("rejects a string in place of a list of names", async () => {
    await expect(compare(gatherer, "u 1", { names: "u" as unknown as string[] })).rejects.toThrow(
      /^compare: names must be a list of family names, such as an array or a Set, but was "u"\./,
    );
  });

  test("throws a ParseError if the text is invalid", async () => {
    await expect(compare(gatherer, "jobs_total{ 1")).rejects.toThrow(ParseError);
  });

  test("reads the current values of live collectors", async () => {
    const registry = new Registry();
    const seconds = new Histogram({ name: "job_seconds", help: "Time.", buckets: [1, 2], registry });
    new Counter({ name: "jobs_total", help: "Jobs.", registry }).inc(3);
    seconds.observe(1.5);
    await compare(
      registry,
      `# HELP job_seconds Time.
       # TYPE job_seconds histogram
       job_seconds_bucket{le="1"} 0
       job_seconds_bucket{le="2"} 1
       job_seconds_bucket{le="+Inf"} 1
       job_seconds_sum 1.5
       job_seconds_count 1
       # HELP jobs_total Jobs.
       # TYPE jobs_total counter
       jobs_total 3`,
    );
  });
});
