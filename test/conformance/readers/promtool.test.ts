import { describe, expect, test } from "vitest";
import { isAtLeast } from "../judges/programs.js";
import { promtoolCheck, promtoolCheckAll } from "../judges/promtool.js";

const clean = "# HELP jobs_total Jobs.\n# TYPE jobs_total counter\njobs_total 1\n";

describe("promtool", () => {
  test("accepts a correct exposition without a warning", async () => {
    expect(await promtoolCheck(clean)).toEqual({ exitCode: 0, lint: [] });
  });

  test.each([
    ["an unknown escape in a label value", 'a{b="\\t"} 1\n'],
    ["a missing last line feed", "a 1"],
    ["CRLF", "a 1\r\n"],
    ["a byte order mark", "\ufeffa 1\n"],
    ["a second TYPE", "# TYPE a gauge\n# TYPE a gauge\na 1\n"],
    ["TYPE after samples", "a 1\n# TYPE a gauge\n"],
    ["a type of OpenMetrics", "# TYPE a info\na 1\n"],
    ["a fractional timestamp", "a 1 1.5\n"],
    ["a quoted name", '{"my.metric"} 1\n'],
    ["a doubled label", 'a{b="1",b="2"} 1\n'],
    ["an exemplar", 'a_total 1 # {t="1"} 1\n'],
    ["a gauge with a histogram's suffix", "# TYPE h histogram\nh_count 1\n# TYPE h_count gauge\nh_count 1\n"],
    ["a hexadecimal value", "a 0x10\n"],
  ])("rejects %s", async (_, text) => {
    const { exitCode, error } = await promtoolCheck(text);
    expect(exitCode).toBe(1);
    expect(error).toContain("text format parsing error");
  });

  test("rejects an escaped quote in HELP up to 2.42, and accepts it from 2.53 on", async () => {
    const { exitCode, error = "accepted" } = await promtoolCheck('# HELP a Say \\"a\\".\n# TYPE a gauge\na 1\n');
    const [code, reason] = isAtLeast("promtool", 2, 53) ? [0, "accepted"] : [1, "text format parsing error"];
    expect(exitCode).toBe(code);
    expect(error).toContain(reason);
  });

  test("lints names", async () => {
    const { exitCode, lint } = await promtoolCheck("# HELP jobs Jobs.\n# TYPE jobs counter\njobs 1\n");
    expect(exitCode).toBe(3);
    expect(lint).toEqual(['jobs counter metrics should have "_total" suffix']);
  });

  test("returns a verdict for each exposition of a batch", async () => {
    const verdicts = await promtoolCheckAll([clean, "# HELP b B.\n# TYPE b counter\nb 1\n", "c{ 1\n", clean]);
    expect(verdicts.map(({ exitCode }) => exitCode)).toEqual([0, 3, 1, 0]);
  });

  test("returns the warnings for each exposition of a batch that can be parsed", async () => {
    const verdicts = await promtoolCheckAll([clean, "# TYPE b gauge\nb 1\n", "# HELP c C.\n# TYPE c gauge\nc 1\n"]);
    expect(verdicts).toEqual([
      { exitCode: 0, lint: [] },
      { exitCode: 3, lint: ["b no help text"] },
      { exitCode: 0, lint: [] },
    ]);
  });
});
