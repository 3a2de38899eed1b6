import { expect, test } from "vitest";
import { Counter, countCalls } from "../../../src/index.js";
import { droppedUpdates } from "../../../src/model/dropped-updates.js";
import { recordedReports } from "../recorded-reports.js";

recordedReports();

function setUp() {
  return new Counter({ name: "calls_total", help: "Calls.", labelNames: ["outcome"], registry: null });
}

test("once labels have read the outcome, they are computed once for each call", () => {
  const total = setUp();
  let computed = 0;
  const run = countCalls(total, () => {}, {
    labels(call) {
      computed++;
      return { outcome: String(call.outcome.ok) };
    },
  });
  run();
  computed = 0;
  run();
  expect([computed, total.get({ outcome: "true" })]).toEqual([1, 2]);
});

test("calls are still counted when they begin after labels have failed without reading the outcome", () => {
  const total = setUp();
  let fails = true;
  const seen: (number | undefined)[] = [];
  const run = countCalls(total, () => void seen.push(total.get({ outcome: "none" })), {
    labels() {
      if (fails) throw new Error("broken");
      return { outcome: "none" };
    },
  });
  run();
  fails = false;
  run();
  expect(seen.at(-1)).toBe(1);
});

test("labels that fail with the outcome are counted as a failed update, and do not reach the caller", () => {
  const total = setUp();
  const run = countCalls(total, () => "result", {
    labels({ outcome }): { outcome: string } {
      throw new Error(`broken ${outcome.ok}`);
    },
  });
  expect(run()).toBe("result");
  expect(total[droppedUpdates]().instrumentation).toBe(1);
});
