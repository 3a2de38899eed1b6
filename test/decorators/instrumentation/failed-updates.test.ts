import { expect, test } from "vitest";
import { CountCalls, Counter, countCalls, Gauge, onError, trackInProgress } from "../../../src/index.js";
import { droppedUpdates } from "../../../src/model/dropped-updates.js";
import { recordedReports } from "../recorded-reports.js";

const reported = recordedReports();

test("a call whose beginning cannot be counted is one failed update", () => {
  const running = new Gauge({ name: "running", help: "Running.", labelNames: { zone: ["a"] }, registry: null });
  const run = trackInProgress(running, () => "result", { labels: { zone: "b" as "a" } });
  expect(run()).toBe("result");
  expect(running[droppedUpdates]().instrumentation).toBe(1);
});

test("a function that reads the outcome too early is reported by what it read", () => {
  const total = new Counter({ name: "calls_total", help: "Calls.", registry: null });
  const errors: string[] = [];
  onError((error) => errors.push(String(error)));
  countCalls(total, () => {}, { when: (call) => "outcome" in call && (call["outcome"] as { ok: boolean }).ok })();
  expect(errors).toEqual(["NotEndedError: outcome is not known before the call has ended"]);
});

test("a receiver whose class has an unreadable name is reported under the name of the metric", () => {
  class Work {
    @CountCalls({ classOf: "self" })
    run() {
      return "result";
    }
  }
  class Hidden extends Work {}
  Object.defineProperty(Hidden, "name", {
    get() {
      throw new Error("hidden");
    },
  });
  expect(new Hidden().run()).toBe("result");
  expect(reported).toEqual(["method_calls_total NARTHEX_LOST_UPDATE: hidden"]);
});
