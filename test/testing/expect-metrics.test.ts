import { AssertionError } from "node:assert";
import { describe, expect, test } from "vitest";
import { expectMetrics } from "../../src/testing/expect-metrics.js";
import { gathererOf, gathererOfText } from "./gatherer-of.js";

const gatherer = gathererOfText(`# TYPE jobs counter
jobs_total{kind="a"} 2
jobs_total{kind="b"} 0
# TYPE ratio gauge
ratio NaN
`);

/** Returns the error that a promise rejects with. */
async function rejection(promise: Promise<void>): Promise<AssertionError> {
  const error: unknown = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(AssertionError);
  return error as AssertionError;
}

describe("toHave", () => {
  test.each([
    ["a name", "jobs_total", undefined, undefined],
    ["labels", "jobs_total", { kind: "a" }, undefined],
    ["labels and a value", "jobs_total", { kind: "a" }, 2],
    ["a value of any series", "jobs_total", undefined, 0],
    ["NaN", "ratio", {}, Number.NaN],
    ["zero by minus zero", "jobs_total", { kind: "b" }, -0],
  ])("is satisfied by %s", async (_, name, labels, value) => {
    await expect(expectMetrics(gatherer).toHave(name, labels, value)).resolves.toBeUndefined();
  });

  test("shows the other values if no sample has the value", async () => {
    const error = await rejection(expectMetrics(gatherer).toHave("jobs_total", { kind: "a" }, 3));
    expect(error).toMatchObject({
      message: `expected the sample jobs_total{kind="a"} 3; the samples of that name are:
  jobs_total{kind="a"} 2
  jobs_total{kind="b"} 0`,
      expected: 'jobs_total{kind="a"} 3',
      actual: 'jobs_total{kind="a"} 2\njobs_total{kind="b"} 0',
      operator: "toHave",
    });
  });

  test("shows the only series of that name", async () => {
    const { message } = await rejection(expectMetrics(gatherer).toHave("ratio", { a: "b" }));
    expect(message).toBe('expected the sample ratio{a="b"}; the only sample of that name is:\n  ratio NaN');
  });

  test("shows the names of all samples if none has the name", async () => {
    const { message } = await rejection(expectMetrics(gatherer).toHave("jobs", {}, 1));
    expect(message).toBe("expected the sample jobs 1; no sample has that name; the names are:\n  jobs_total\n  ratio");
  });

  test("reports that there are no samples", async () => {
    const { message } = await rejection(expectMetrics(gathererOf([])).toHave("jobs_total"));
    expect(message).toBe("expected the sample jobs_total; there are no samples");
  });
});

describe("toNotHave", () => {
  test.each([
    ["another name", "jobs", undefined],
    ["other labels", "jobs_total", { kind: "c" }],
    ["fewer labels", "jobs_total", {}],
  ])("is satisfied by %s", async (_, name, labels) => {
    await expect(expectMetrics(gatherer).toNotHave(name, labels)).resolves.toBeUndefined();
  });

  test("shows the samples of that name", async () => {
    const { message } = await rejection(expectMetrics(gatherer).toNotHave("ratio"));
    expect(message).toBe("expected no sample ratio; the only sample of that name is:\n  ratio NaN");
  });
});
